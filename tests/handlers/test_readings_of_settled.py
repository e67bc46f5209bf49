"""The warehouse reads whether an order is paid, and no amount; production reads neither: every card, three languages."""

from __future__ import annotations

import pytest

from db.models import Owed, Task
from handlers.order import texts
from locales import LANGUAGES
from tests.support.matrix import SOON, Company, shown
from tests.support.office import GROUPS, STAFF
from tests.support.readings import shows_money

SETTLED = (STAFF["赵强"][0], GROUPS["仓库群"][0])
NOTHING = (STAFF["刘伟"][0], GROUPS["生产采购群"][0], GROUPS["质检群"][0])
FULL = (STAFF["李娜"][0], GROUPS["财务群"][0])
CARDS = ("order", "order.look", "why")
OPEN, PAID = ("order", "paid"), ("released", "taken", "ready", "noticed", "shipped")
"""Orders of the stories that lack money, and those whose money is all there."""


def words(desk: Company, kind: str, order: int, chat: int, lang: str) -> str:
    with desk.undone() as session:
        row = Owed(kind=kind, subject=f"order:{order}", chat_id=chat, facts={})
        one = shown(desk.office.desk, session, row, SOON, lang)
        if one is None:
            return ""
        assert not shows_money(one, desk.of["marks"]) or chat in FULL, one
        return one.words


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", CARDS)
def test_paid_or_not_is_told_to_the_warehouse(staged: Company, kind: str, lang: str):
    paid, unpaid = texts.PAID.plain(lang), texts.UNPAID.plain(lang)
    for names, told, other in ((OPEN, unpaid, paid), (PAID, paid, unpaid)):
        for name in names:
            for chat in SETTLED:
                said = words(staged, kind, staged.of[name], chat, lang)
                assert told in said, (name, said)
                assert other not in said
            for chat in NOTHING:
                said = words(staged, kind, staged.of[name], chat, lang)
                assert said
                assert paid not in said, "that it is not paid is why it waits; that it is, is no matter of theirs"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_sees_money_reads_the_amount_in_the_same_cards(staged: Company, lang: str):
    for chat in FULL:
        assert staged.of["marks"].search(words(staged, "order", staged.of["order"], chat, lang))


@pytest.mark.parametrize(("lang", "clear"), [*zip(LANGUAGES, ("款已清", "款已清", "paid"), strict=True)])
def test_the_card_of_a_department_says_what_it_may_know(staged: Company, lang: str, clear: str):
    assert clear in words(staged, "goods", staged.of["noticed"], SETTLED[0], lang)
    for name in PAID:
        for chat in NOTHING:
            said = words(staged, "supply", staged.of[name], chat, lang)
            assert said
            assert clear not in said


# ── words that tell an amount ──────────────────────────────────────────────────────────────

TOLD = ("条件是先付五万", "要三成定金", "先付５萬")
"""What finance laid down, in words."""


@pytest.mark.parametrize("said", [*TOLD, "图纸要先确认"])
def test_amounts_in_words_stay_with_those_who_see_money(staged: Company, said: str):
    pages = [("condition.met", "task:{condition}"), ("order", "order:{judged}"), ("why", "order:{judged}")]
    for chat in (*NOTHING, *SETTLED, *FULL):
        with staged.undone() as session:
            task = session.get_one(Task, staged.of["condition"])
            task.words, task.department = said, "finance"
            session.flush()
            for n, (kind, subject) in enumerate(pages):
                row = Owed(kind=kind, subject=subject.format(**staged.of), chat_id=chat, facts={"by": "李娜"})
                one = shown(staged.office.desk, session, row, SOON, LANGUAGES[n])
                assert one is not None
                assert (said in one.words) is (chat in FULL or said not in TOLD), (chat, one)


@pytest.mark.parametrize("said", [*TOLD, "图纸要先确认"])
def test_the_list_of_what_waits_tells_no_amount_either(staged: Company, said: str):
    with staged.undone() as session:
        task = session.get_one(Task, staged.of["condition"])
        task.words, task.department, task.owner_id = said, "finance", staged.of["ids"]["production"]
        session.flush()
        row = Owed(kind="todo", subject=f"person:{task.owner_id}", chat_id=STAFF["刘伟"][0], facts={})
        one = shown(staged.office.desk, session, row, SOON, "zh_Hans_CN")
        assert one is not None
        assert (said in one.words) is (said not in TOLD), one
