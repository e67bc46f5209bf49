"""Opens the file of the process book: the default one of the package, or the company's own."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from domain.process.faults import BookFaults, Fault
from domain.process.loader import load_book
from domain.process.types import Book

DEFAULT_SOURCE = "default.toml"


def default_book_bytes() -> bytes:
    """The default book as it ships with the package."""
    return (resources.files("domain.process") / DEFAULT_SOURCE).read_bytes()


def read_book_bytes(process_file: Path | None) -> bytes:
    """The bytes of the book in use.

    Raises:
        BookFaults: when the file that PROCESS_FILE names cannot be read.
    """
    if process_file is None:
        return default_book_bytes()
    try:
        return process_file.read_bytes()
    except OSError as error:
        mend = "name a readable file in PROCESS_FILE, or leave it empty for the default book"
        raise BookFaults([Fault(str(process_file), "", error.strerror or "cannot be read", mend)]) from error


def read_book(process_file: Path | None) -> Book:
    """The book in use, checked as a whole.

    Raises:
        BookFaults: with everything that is wrong with it.
    """
    data = read_book_bytes(process_file)
    if process_file is None:
        return load_book(data, source=DEFAULT_SOURCE, complete=True)
    return load_book(data, source=str(process_file))
