"""The 层次图: the tree of order types as a picture, made for a phone held upright.

Lengths are logical pixels of a 390-pixel-wide phone; the picture has `SCALE` times as many, and stays
under the 1280 pixels of height beyond which Telegram makes a photo smaller, for a tree of usual size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from domain.process.names import Checkpoint
from domain.process.types import Book, Leaf, Node
from handlers.process import texts
from handlers.process.fonts import FontMissing, find_font

__all__ = ["WIDTH", "FontMissing", "draw_chart", "find_font"]

WIDTH = 390
SCALE = 2
MARGIN = 12
INDENT = 20
GAP = 8
PAD = 10
TITLE, NAME, SMALL, CHIP = 21, 17, 14, 13

PAPER, INK, FAINT, LINE, CARD, RIM = "#F3F5F8", "#1B2430", "#5A6675", "#A9B4C2", "#FFFFFF", "#D5DCE5"
BRANCH = ("#21405F", "#2F5F8A", "#4A7FAE", "#6A98C2")
CHECKPOINT = {
    Checkpoint.RELEASE: "#B3261E",
    Checkpoint.PLAN: "#8A4FA3",
    Checkpoint.SHIP: "#B85C00",
    Checkpoint.STOCK_IN: "#1B6E53",
    Checkpoint.CLOSE: "#4A5563",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on a line; one with a `fill` is a chip."""

    text: str
    size: int
    colour: str
    fill: str | None = None


@dataclass(frozen=True, slots=True)
class Box:
    """A node laid out: where it stands, what it says, where the line to its parent ends."""

    left: int
    top: int
    height: int
    lines: tuple[tuple[Piece, ...], ...]
    fill: str
    rim: str
    depth: int


class Faces:
    """One font in the sizes that are needed; measures and breaks texts."""

    def __init__(self, font: Path) -> None:
        self.font = font
        self.sizes: dict[int, ImageFont.FreeTypeFont] = {}

    def of(self, size: int) -> ImageFont.FreeTypeFont:
        if size not in self.sizes:
            self.sizes[size] = ImageFont.truetype(str(self.font), size * SCALE)
        return self.sizes[size]

    def width(self, piece: Piece) -> float:
        chip = 2 * 6 if piece.fill else 0
        return self.of(piece.size).getlength(piece.text) / SCALE + chip

    def broken(self, text: str, size: int, most: float) -> list[str]:
        """A text in lines no wider than `most`: Latin breaks between words, Chinese anywhere."""
        lines = [""]
        for word in _words(text):
            if lines[-1] and self.of(size).getlength((lines[-1] + word).rstrip()) / SCALE > most:
                lines.append("")
            lines[-1] += word.lstrip() if not lines[-1] else word
        return [line.rstrip() for line in lines]


def _words(text: str) -> Iterator[str]:
    word = ""
    for char in text:
        is_wide = ord(char) > 0x2E7F
        if word and (is_wide or word[-1] == " "):
            yield word
            word = ""
        word += char
        if is_wide:
            yield word
            word = ""
    if word:
        yield word


def draw_chart(book: Book, lang: str, *, font: Path) -> bytes:
    """The tree of the book as a PNG, in one language.

    Raises:
        OSError: when the font file cannot be read.
    """
    faces = Faces(font)
    title = faces.broken(book.title.in_(lang), TITLE, WIDTH - 2 * MARGIN)
    hint = faces.broken(texts.CHART_HINT.plain(lang), SMALL, WIDTH - 2 * MARGIN)
    top = MARGIN + len(title) * (TITLE + 8) + GAP
    boxes = tuple(_boxes(book, book.tree, lang, faces, 0, top))
    bottom = boxes[-1].top + boxes[-1].height + GAP
    height = bottom + len(hint) * (SMALL + 6) + MARGIN
    image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    _write(draw, faces, title, TITLE, INK, MARGIN)
    _write(draw, faces, hint, SMALL, FAINT, bottom)
    _draw_lines(draw, boxes)
    for box in boxes:
        _draw_box(draw, faces, box)
    out = BytesIO()
    image.quantize(64).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _boxes(book: Book, node: Node, lang: str, faces: Faces, depth: int, top: int) -> Iterator[Box]:
    """The node and all below it, one under the other."""
    left = MARGIN + depth * INDENT
    room = WIDTH - MARGIN - left - 2 * PAD
    if node.leaf:
        lines, fill, rim = _leaf_lines(book, book.leaves[node.leaf], lang, faces, room), CARD, RIM
    else:
        lines = tuple((Piece(line, NAME, CARD),) for line in faces.broken(node.name.in_(lang), NAME, room))
        fill = rim = BRANCH[min(depth, len(BRANCH) - 1)]
    height = 2 * PAD - 4 + sum(_line_height(line) for line in lines)
    yield Box(left, top, height, lines, fill, rim, depth)
    top += height + GAP
    for child in node.children:
        for box in _boxes(book, child, lang, faces, depth + 1, top):
            yield box
            top = box.top + box.height + GAP


def _line_height(line: tuple[Piece, ...]) -> int:
    return max(piece.size for piece in line) + 7


def _leaf_lines(book: Book, leaf: Leaf, lang: str, faces: Faces, room: int) -> tuple[tuple[Piece, ...], ...]:
    """The name, the plain words, the control points, the managing department."""
    name, plain = leaf.name.in_(lang), leaf.plain.in_(lang)
    lines: list[tuple[Piece, ...]] = [(Piece(line, NAME, INK),) for line in faces.broken(name, NAME, room)]
    aside = Piece(plain, SMALL, FAINT)
    if plain != name and len(lines) == 1 and faces.width(lines[0][0]) + 8 + faces.width(aside) <= room:
        lines[0] = (*lines[0], aside)
    elif plain != name:
        lines.extend((Piece(line, SMALL, FAINT),) for line in faces.broken(plain, SMALL, room))
    department = book.departments[leaf.managing_department].name.in_(lang)
    pieces = [Piece(texts.CHART_CONTROL.plain(lang), SMALL, FAINT)]
    for at in dict.fromkeys(point.checkpoint for point in leaf.control_points):
        pieces.append(Piece(book.checkpoint_names[at].in_(lang), CHIP, CARD, CHECKPOINT[at]))
    pieces.append(Piece(texts.CHART_MANAGED_BY.plain(lang, department=department), SMALL, INK))
    return (*lines, *_flow(pieces, faces, room))


def _flow(pieces: list[Piece], faces: Faces, room: int) -> Iterator[tuple[Piece, ...]]:
    """Pieces side by side while they fit, then on the next line; one too wide for a line is broken."""
    line: list[Piece] = []
    for piece in pieces:
        if line and sum(faces.width(p) + 8 for p in line) + faces.width(piece) > room:
            yield tuple(line)
            line = []
        if faces.width(piece) > room:
            for text in faces.broken(piece.text, piece.size, room):
                yield (Piece(text, piece.size, piece.colour if not piece.fill else piece.fill),)
        else:
            line.append(piece)
    if line:
        yield tuple(line)


def _write(draw: ImageDraw.ImageDraw, faces: Faces, lines: list[str], size: int, colour: str, top: int) -> None:
    for number, line in enumerate(lines):
        at = (MARGIN * SCALE, (top + number * (size + 7)) * SCALE)
        draw.text(at, line, font=faces.of(size), fill=colour, anchor="la")


def _draw_lines(draw: ImageDraw.ImageDraw, boxes: tuple[Box, ...]) -> None:
    """From every box an elbow to the nearest box above it that stands one level higher."""
    for number, box in enumerate(boxes):
        parent = next((b for b in reversed(boxes[:number]) if b.depth == box.depth - 1), None)
        if parent is None:
            continue
        x, y = parent.left + INDENT // 2, box.top + min(box.height, 40) // 2
        points = [(x, parent.top + parent.height), (x, y), (box.left, y)]
        draw.line([(a * SCALE, b * SCALE) for a, b in points], fill=LINE, width=2 * SCALE)


def _draw_box(draw: ImageDraw.ImageDraw, faces: Faces, box: Box) -> None:
    frame = (box.left, box.top, WIDTH - MARGIN, box.top + box.height)
    scaled = tuple(length * SCALE for length in frame)
    draw.rounded_rectangle(scaled, radius=8 * SCALE, fill=box.fill, outline=box.rim, width=SCALE)
    top = box.top + PAD - 2
    for line in box.lines:
        middle, left = top + _line_height(line) / 2, float(box.left + PAD)
        for piece in line:
            width = faces.width(piece)
            if piece.fill:
                chip = (left, middle - piece.size / 2 - 3, left + width, middle + piece.size / 2 + 3)
                draw.rounded_rectangle(tuple(v * SCALE for v in chip), radius=5 * SCALE, fill=piece.fill)
            at = ((left + (6 if piece.fill else 0)) * SCALE, middle * SCALE)
            draw.text(at, piece.text, font=faces.of(piece.size), fill=piece.colour, anchor="lm")
            left += width + 8
        top += _line_height(line)
