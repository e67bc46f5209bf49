"""Process books: orders keep the revision that they were filed under."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy.orm import Session

from db.models import BookRevision, Order
from domain.process.loader import load_book
from domain.process.types import Book, Leaf


def keep(session: Session, book: Book, body: bytes, now: datetime) -> None:
    """Remember a book's text under its revision; known ones are left alone."""
    if session.get(BookRevision, book.revision) is None:
        session.add(BookRevision(revision=book.revision, body=body.decode(), loaded_at=now))
        session.flush()


def book_of(session: Session, order: Order, current: Book) -> Book:
    """The book that an order was filed under; a new book does not change the past."""
    return of_revision(session, order.book_revision, current)


def of_revision(session: Session, revision: str, current: Book) -> Book:
    """A book that orders were filed under."""
    if revision == current.revision:
        return current
    return _parsed(revision, session.get_one(BookRevision, revision).body)


def leaf_of(session: Session, order: Order, current: Book) -> Leaf:
    """The order's leaf in its own book."""
    return book_of(session, order, current).leaves[order.leaf]


@lru_cache(maxsize=16)
def _parsed(revision: str, body: str) -> Book:
    return load_book(body.encode(), source=f"book {revision}")
