"""Where in a TOML file a value stands. `tomllib` does not say, and a fault must name the line.

`lines_of` walks a text that `tomllib` has already accepted, so it never has to judge; it only
follows brackets, strings and commas.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

Path = tuple[str | int, ...]

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BLANK = re.compile(r"[ \t\r\n]*(?:#[^\n]*[\r\n]*[ \t\r\n]*)*")
_SCALAR = re.compile(r"[^,\]}#\n]*")
_STRINGS = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r'"""(?:\\.|[^\\])*?"""(?:"{0,2})',
        r"'''.*?'''(?:'{0,2})",
        r'"(?:\\.|[^"\\])*"',
        r"'[^']*'",
    )
)


def path_text(path: Path) -> str:
    """A path as people read it: `leaf."prepaid.release".condition[1].share`, lists from 1."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part + 1}]"
        else:
            key = part if _BARE.fullmatch(part) else f'"{part}"'
            text += f".{key}" if text else key
    return text


def lines_of(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and list element of a valid TOML text."""
    return _Walk(text).run()


class _Walk:
    """One pass over the text; `at` is the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.breaks = [found.start() for found in re.finditer("\n", text)]
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}

    def run(self) -> dict[Path, int]:
        prefix: Path = ()
        self.skip_blank()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                prefix = self.header()
            else:
                self.pair(prefix)
            self.skip_blank()
        return self.lines

    def skip_blank(self) -> None:
        match = _BLANK.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def note(self, path: Path, start: int) -> None:
        """Remember the line of a path, and of parents that no header of their own declares."""
        line = bisect_left(self.breaks, start) + 1
        for length in range(1, len(path) + 1):
            self.lines.setdefault(path[:length], line)

    def header(self) -> Path:
        start = self.at
        is_list = self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        path: Path = ()
        for key in self.dotted():
            path = (*path, key)
            if path in self.counts:  # a table below the latest element of a list
                path = (*path, self.counts[path])
        if is_list:
            path = self.next_element(path)
        self.at += 2 if is_list else 1
        self.note(path, start)
        return path

    def next_element(self, path: Path) -> Path:
        """The path of a new element of the list of tables that `path` names."""
        named = path[:-1] if path and isinstance(path[-1], int) else path
        self.counts[named] = self.counts.get(named, -1) + 1
        return (*named, self.counts[named])

    def dotted(self) -> Iterator[str]:
        """The parts of a dotted key; stops before `=` or `]`."""
        while True:
            self.skip_blank()
            bare = _BARE.match(self.text, self.at)
            if bare:
                self.at = bare.end()
                yield bare.group()
            else:
                yield self.string()[1:-1]
            self.skip_blank()
            if self.text[self.at] != ".":
                return
            self.at += 1

    def pair(self, prefix: Path) -> None:
        start = self.at
        path = (*prefix, *self.dotted())
        self.at += 1  # the equals sign
        self.note(path, start)
        self.value(path)

    def value(self, path: Path) -> None:
        self.skip_blank()
        if self.text[self.at] == "[":
            self.array(path)
        elif self.text[self.at] == "{":
            self.inline_table(path)
        elif not self.string():
            match = _SCALAR.match(self.text, self.at)
            self.at = match.end() if match else self.at

    def string(self) -> str:
        """Steps over a string that begins here; empty where none does."""
        for pattern in _STRINGS:
            match = pattern.match(self.text, self.at)
            if match:
                self.at = match.end()
                return match.group()
        return ""

    def array(self, path: Path) -> None:
        self.at += 1
        index = 0
        self.skip_blank()
        while self.text[self.at] != "]":
            self.note((*path, index), self.at)
            self.value((*path, index))
            index += 1
            self.skip_comma()
        self.at += 1

    def inline_table(self, path: Path) -> None:
        self.at += 1
        self.skip_blank()
        while self.text[self.at] != "}":
            self.pair(path)
            self.skip_comma()
        self.at += 1

    def skip_comma(self) -> None:
        self.skip_blank()
        if self.text[self.at] == ",":
            self.at += 1
        self.skip_blank()
