"""What is decided in code has its word in the glossary, and what the documents point to is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from db.base import Base
from db.models import Order
from domain.life import State
from domain.process.names import Checkpoint, Supply, TaskKind

PROJECT = Path(__file__).parents[2]
GLOSSARY = (PROJECT / "docs" / "glossary.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/glossary.md")


@pytest.mark.parametrize("words", [State, Checkpoint, Supply, TaskKind], ids=lambda words: words.__name__)
def test_every_decided_word_is_in_the_glossary(words: type[State]):
    assert [word.value for word in words if f"`{word.value}`" not in GLOSSARY] == []


def test_every_table_is_in_the_glossary():
    assert Order.__tablename__ in Base.metadata.tables
    assert [name for name in sorted(Base.metadata.tables) if f"`{name}`" not in GLOSSARY] == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_lead_somewhere(name: str):
    document = PROJECT / name
    targets = re.findall(r"\]\((?!https?://)([^)#]+)\)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_decisions_are_short_and_numbered():
    pages = sorted((PROJECT / "docs" / "adr").glob("*.md"))
    assert [page.name[:4] for page in pages] == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert [page.name for page in pages if len(page.read_text(encoding="utf-8").splitlines()) > 40] == []
