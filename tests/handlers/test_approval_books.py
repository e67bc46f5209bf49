"""Books that judge otherwise: two of three votes carry, and one person in several levels."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from domain.process.loader import load_book
from services.approvals import repeated
from tests.support import office as company
from tests.support.committee import book_with
from tests.support.databases import SQLITE, Databases
from tests.support.office import Office

MAKERS = "生产采购群"
Under = Callable[[str], Office]


@pytest.fixture
def under(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[Under]:
    """A company where a review of the book in tests/data judges orders of 款到排产."""
    address = databases.make(SQLITE)
    database = databases.opened(address)

    def use(review: str) -> Office:
        data = book_with(review)
        monkeypatch.setattr(company, "default_book_bytes", lambda: data)
        monkeypatch.setattr(company, "HOUSE", replace(company.HOUSE, book=load_book(data, source="committee")))
        return Office(database)

    yield use
    databases.drop(address)


def test_two_of_three_carry_it_and_the_third_is_asked_no_more(under: Under):
    office = under("committee")
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    assert "2 人同意就通过" in office.reads(MAKERS, on="请生产定")
    office.says("王芳", "驳回 料买不到", chat=MAKERS, to="请采购定")
    assert office.order(order).state == "review", "one rejection ends nothing where two of three carry it"
    office.taps("刘伟", "同意", chat=MAKERS, on="请生产定")
    assert office.order(order).state == "review"
    office.taps("孙丽", "同意", chat="质检群", on="请质检定")
    assert office.order(order).state == "accepted"
    assert office.reads("质检群")[-1] == "都同意了，已承接。不用再点。"


def test_two_rejections_of_three_end_it(under: Under):
    office = under("committee")
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.says("王芳", "驳回 料买不到", chat=MAKERS, to="请采购定")
    office.says("孙丽", "驳回 检不了", chat="质检群", to="请质检定")
    assert office.order(order).state == "rejected"
    assert "不用再点" in office.reads(MAKERS, on="请生产定")[-1]


def test_the_same_head_in_the_next_level_is_not_asked_twice(under: Under, monkeypatch: pytest.MonkeyPatch):
    office = under("twice")
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.taps("周强", "同意")
    assert office.order(order).state == "accepted"
    assert "销售 周强 同意（10:05）：上一级已同意" in office.reads("周强")
    monkeypatch.setattr(repeated, "count", lambda *_args: False)
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.taps("周强", "同意", on="接吗")
    assert office.order(order).state == "review", "the control: asked twice"
    office.taps("周强", "同意", on="这个价行吗")
    assert office.order(order).state == "accepted"


def test_with_somebody_between_the_first_is_asked_again(under: Under):
    office = under("again")
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.taps("周强", "同意", on="接吗")
    office.taps("陈静", "同意", on="账期给吗")
    assert office.order(order).state == "review"
    office.taps("周强", "同意", on="最后定吗")
    assert office.order(order).state == "accepted"


def test_a_whole_department_is_asked_in_every_level(under: Under):
    office = under("whole")
    order = office.file("prepaid.release", (1, 300, "58.00"), judged=False)
    office.taps("刘伟", "同意", chat=MAKERS, on="做得出来吗")
    assert office.order(order).state == "review"
    office.taps("刘伟", "同意", chat=MAKERS, on="排得进吗")
    assert office.order(order).state == "accepted"
