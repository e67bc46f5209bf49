"""The weekly report as one picture of four panels, made for a phone held upright.

Lengths are logical pixels of a 390-pixel-wide phone. With usual figures the picture stays under the 1280 pixels of
height beyond which Telegram makes a photo smaller.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from domain.money import from_minor
from domain.process.names import Checkpoint, Level
from domain.process.types import Book
from domain.risks import GRAVEST_FIRST
from handlers.changes.words import factor_words
from handlers.process.picture import CARD, FAINT, INK, MARGIN, PAPER, RIM, SCALE, WIDTH, Faces, Piece
from handlers.reports import texts
from handlers.reports.words import long, wan
from handlers.risks.texts import LEVEL
from locales import formats
from services.reports.shape import Report

TITLE, HEADING, SMALL = 19, 15, 13
GAP, PAD, ROW, BAR = 8, 10, 23, 15
LEFT, RIGHT = MARGIN + PAD, WIDTH - MARGIN - PAD
MOST_ROWS = 5
SHADES = {
    Level.HIGH: ("#E9A49E", "#D9655C", "#B3261E", "#7E140E"),
    Level.MID: ("#F1C592", "#E39A45", "#B85C00", "#854200"),
    Level.LOW: ("#B9D0E4", "#86AFD2", "#4A7FAE", "#2F5F8A"),
}
MONEY_BAR, TIME_BAR, TIME_LINE, MONTH_BAR, WEEK_BAR = "#21405F", "#4A7FAE", "#A9B4C2", "#C9D9E8", "#2F5F8A"
LATE = "#B3261E"
LIGHT = frozenset({"#E9A49E", "#F1C592", "#B9D0E4", "#86AFD2", "#E39A45"})


class Canvas:
    """Draws texts and bars in logical pixels; `y` is where the next row goes."""

    def __init__(self, font: Path, height: int) -> None:
        self.faces = Faces(font)
        self.image = Image.new("RGB", (WIDTH * SCALE, height * SCALE), PAPER)
        self.draw = ImageDraw.Draw(self.image)

    def text(self, x: float, y: float, words: str, size: int = SMALL, colour: str = INK, anchor: str = "lm") -> None:
        self.draw.text((x * SCALE, y * SCALE), words, font=self.faces.of(size), fill=colour, anchor=anchor)

    def width(self, words: str, size: int = SMALL) -> float:
        return self.faces.width(Piece(words, size, INK))

    def bar(self, x: float, y: float, width: float, colour: str, height: float = BAR, radius: float = 3) -> None:
        box = (x * SCALE, (y - height / 2) * SCALE, (x + width) * SCALE, (y + height / 2) * SCALE)
        self.draw.rounded_rectangle(box, radius=radius * SCALE, fill=colour)

    def line(self, points: list[tuple[float, float]], colour: str, width: float = 1) -> None:
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=colour, width=round(width * SCALE))

    def card(self, top: float, height: float) -> None:
        box = tuple(v * SCALE for v in (MARGIN, top, WIDTH - MARGIN, top + height))
        self.draw.rounded_rectangle(box, radius=8 * SCALE, fill=CARD, outline=RIM, width=SCALE)

    def clipped(self, words: str, most: float, size: int = SMALL) -> str:
        """The words, or as many of them as fit and a dot-dot-dot."""
        if self.width(words, size) <= most:
            return words
        while words and self.width(words + "…", size) > most:
            words = words[:-1]
        return words + "…"


@dataclass(frozen=True, slots=True)
class Panel:
    """One card: its heading, how many rows it has, and what draws them from a given height on."""

    heading: str
    rows: float
    draw: Callable[[Canvas, float], None]
    note: str = ""

    @property
    def height(self) -> int:
        return round(2 * PAD + HEADING + 6 + self.rows * ROW)


def draw_report(report: Report, book: Book, lang: str, *, font: Path, with_money: bool) -> bytes:
    """The PNG. Amounts only `with_money`.

    Raises:
        OSError: when the font file cannot be read.
    """
    panels = (
        _risks(report, lang),
        _gates(report, book, lang, with_money=with_money),
        _latency(report, book, lang),
        _factors(report, book, lang),
    )
    top = MARGIN + TITLE + GAP + 4
    height = top + sum(panel.height + GAP for panel in panels) + MARGIN - GAP
    canvas = Canvas(font, height)
    day = date.fromisoformat(report["day"])
    canvas.text(MARGIN, MARGIN + TITLE / 2, texts.TITLE.plain(lang, day=formats.day(lang, day, day)), TITLE)
    for panel in panels:
        canvas.card(top, panel.height)
        canvas.text(LEFT, top + PAD + HEADING / 2, panel.heading, HEADING)
        canvas.text(RIGHT, top + PAD + HEADING / 2, panel.note, SMALL, FAINT, "rm")
        panel.draw(canvas, top + PAD + HEADING + 8)
        top += panel.height + GAP
    out = BytesIO()
    canvas.image.quantize(128).save(out, format="PNG", optimize=True)
    return out.getvalue()


def _nothing(heading: str, words: str) -> Panel:
    return Panel(heading, 1, lambda canvas, top: canvas.text(LEFT, top + ROW / 2, words, SMALL, FAINT))


# ── the panels ─────────────────────────────────────────────────────────────────────────────


def _risks(report: Report, lang: str) -> Panel:
    """A row a level, the gravest first; in it a piece for each age, the youngest first."""
    counts = report["risks"]
    heading = texts.PANEL_RISKS.plain(lang, count=sum(map(sum, counts)))
    most = max(map(sum, counts), default=0)
    if not most:
        return _nothing(heading, texts.NO_RISKS.plain(lang))

    def draw(canvas: Canvas, top: float) -> None:
        names = [LEVEL[level].plain(lang) for level in GRAVEST_FIRST]
        begin = LEFT + max(map(canvas.width, names)) + 10
        scale = (RIGHT - begin - 28) / most
        for n, level in enumerate(GRAVEST_FIRST):
            y, x = top + (n + 0.5) * ROW, begin
            canvas.text(LEFT, y, names[n])
            for age, count in enumerate(counts[n]):
                if count:
                    colour, width = SHADES[level][age], count * scale
                    canvas.bar(x, y, width - 1, colour, BAR + 2, 2)
                    shade = INK if colour in LIGHT else CARD
                    if canvas.width(str(count)) + 4 < width:
                        canvas.text(x + width / 2, y, str(count), SMALL, shade, "mm")
                    x += width
            canvas.text(x + 6, y, str(sum(counts[n])), SMALL, INK)
        shown = [SHADES[level] for n, level in enumerate(GRAVEST_FIRST) if sum(counts[n])]
        _legend(canvas, top + 3.5 * ROW, shown, lang)

    return Panel(heading, len(GRAVEST_FIRST) + 1, draw)


def _legend(canvas: Canvas, y: float, shades: list[tuple[str, ...]], lang: str) -> None:
    """Of every age its shade, in the colour of each bar."""
    x: float = LEFT
    for age, words in enumerate(one.plain(lang) for one in texts.AGES):
        for shade in shades:
            canvas.bar(x, y + 2, 7, shade[age], 11, 2)
            x += 8
        canvas.text(x + 3, y + 2, words, SMALL, FAINT)
        x += 3 + canvas.width(words) + 10


def _gates(report: Report, book: Book, lang: str, *, with_money: bool) -> Panel:
    """A row a checkpoint and currency; the bars of one currency are to scale."""
    found = report["gates"]
    heading = texts.PANEL_GATES.plain(lang)
    if not found:
        return _nothing(heading, texts.NO_GATES.plain(lang))

    def draw(canvas: Canvas, top: float) -> None:
        names = [book.checkpoint_names[Checkpoint(one["checkpoint"])].in_(lang) for one in found]
        said = []
        for one in found:
            money = wan(from_minor(one["minor"], one["currency"]).amount, one["currency"], lang)
            words = texts.ORDERS_MONEY.plain(lang, money=money, count=one["orders"])
            said.append(words if with_money else texts.ORDERS.plain(lang, count=one["orders"]))
        begin = LEFT + max(map(canvas.width, names)) + 10
        room = RIGHT - begin - max(map(canvas.width, said)) - 8
        size = [one["minor"] if with_money else one["orders"] for one in found]
        for n, one in enumerate(found):
            alike = [size[k] for k, other in enumerate(found) if not with_money or other["currency"] == one["currency"]]
            y = top + (n + 0.5) * ROW
            canvas.text(LEFT, y, names[n])
            width = max(room * size[n] / max(alike), 3)
            canvas.bar(begin, y, width, MONEY_BAR)
            canvas.text(begin + width + 8, y, said[n])

    return Panel(heading, len(found), draw)


def _latency(report: Report, book: Book, lang: str) -> Panel:
    """A row a department: the bar is the median, the thin line reaches to the longest, the upright one is the promise."""
    found = report["latency"][: MOST_ROWS - 1]
    heading = texts.PANEL_LATENCY.plain(lang)
    if not found:
        return _nothing(heading, texts.NO_LATENCY.plain(lang))
    promised = report["promised"]
    note = texts.PROMISED.plain(lang, long=long(promised, lang)) if promised else ""

    def draw(canvas: Canvas, top: float) -> None:
        names = [canvas.clipped(book.department_name(one["department"]).in_(lang), 84) for one in found]
        said = [
            texts.MEDIAN_LONGEST.plain(lang, median=long(one["median"], lang), longest=long(one["longest"], lang))
            for one in found
        ]
        over = [one["late"] + one["waiting"] for one in found]
        late = [texts.LATE.plain(lang, count=count) if count else "" for count in over]
        begin = LEFT + max(map(canvas.width, names)) + 10
        end = RIGHT
        most = max(max(one["longest"] for one in found), promised, 1)
        scale = (end - begin) / most
        for n, one in enumerate(found):
            y = top + n * 1.55 * ROW + ROW * 0.45
            canvas.text(LEFT, y, names[n])
            canvas.line([(begin, y), (begin + one["longest"] * scale, y)], TIME_LINE, 3)
            canvas.bar(begin, y, max(one["median"] * scale, 3), TIME_BAR, BAR - 2)
            below = y + ROW * 0.72
            canvas.text(begin, below, said[n], SMALL, FAINT)
            canvas.text(end, below, late[n], SMALL, LATE, "rm")
            if promised:
                x = begin + promised * scale
                canvas.line([(x, y - BAR / 2 - 1), (x, y + BAR / 2 + 1)], LATE, 1.5)

    return Panel(heading, len(found) * 1.55, draw, note)


def _factors(report: Report, book: Book, lang: str) -> Panel:
    """A row a factor: thirty days pale, this week dark."""
    found = report["factors"][:MOST_ROWS]
    heading = texts.PANEL_FACTORS.plain(lang)
    if not found:
        return _nothing(heading, texts.NO_FACTORS.plain(lang))

    def draw(canvas: Canvas, top: float) -> None:
        names = [canvas.clipped(factor_words(book.change, key, None, lang), 110) for key, _week, _month in found]
        said = [texts.WEEK_MONTH.plain(lang, week=week, month=month) for _key, week, month in found]
        begin = LEFT + max(map(canvas.width, names)) + 10
        scale = (RIGHT - begin - max(map(canvas.width, said)) - 8) / max(month for _key, _week, month in found)
        for n, (_key, week, month) in enumerate(found):
            y = top + (n + 0.5) * ROW
            canvas.text(LEFT, y, names[n])
            canvas.bar(begin, y, max(month * scale, 3), MONTH_BAR)
            if week:
                canvas.bar(begin, y, max(week * scale, 3), WEEK_BAR)
            canvas.text(begin + max(month * scale, 3) + 8, y, said[n])

    return Panel(heading, len(found), draw)
