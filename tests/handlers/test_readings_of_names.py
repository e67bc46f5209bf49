"""Whoever names a colleague's customer learns nothing of it: typed ahead, in one line, in a form, by an old button."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select, update

from db.models import Customer, Draft
from handlers import inline
from services import buttons
from tests.support.matrix import SOON, WHO, Company, Shown, place_of
from tests.support.office import HOUSE, PLACE
from tests.support.readings import NOT_THEIRS, STRANGERS, language

FINDS = {"requester", "sales_head", "service", "finance", "finance_head", "management", "admin"}
"""Who finds the customer of the stories while they type: whose it is, and who changes everybody's customers."""
KEPT = {"contact": "沈秘书", "phone": "13700001111", "address": "昆山玉山镇九号门"}
SECRET = re.compile("|".join(map(re.escape, [*KEPT.values(), *PLACE.values(), "77.77", "58.00"])))
"""What is known of the customer, from its card and its last orders."""
NAMED = ("宏达", "宏达机电", "宏達機電", "hd", "hongda", "HDJD", "红达机电", "C1", "宏达机械")
NOBODY = {"宏达": "卓凡", "宏達": "卓凡", "红达": "卓凡", "hd": "zf", "hongda": "zhuofan", "HDJD": "ZFJD", "C1": "C7"}
"""The same, of whom nobody ever heard."""


def nobody(words: str) -> str:
    for name, other in NOBODY.items():
        words = words.replace(name, other)
    return words


def update_of(desk: Company, who: str, text: str) -> dict[str, Any]:
    message = {"message_id": 77, "date": int(SOON.timestamp()), "from": desk.user(who), "chat": place_of(WHO[who][0])}
    return {"update_id": 1, "message": {**message, "text": text}}


def press_of(desk: Company, session: Any, who: str, act: str, args: dict[str, Any]) -> dict[str, Any]:
    nonce = buttons.mint(session, [(act, args, False)], chat_id=WHO[who][0], now=desk.office.now, again=False)
    query = {
        "id": "1", "from": desk.user(who), "chat_instance": "1", "data": buttons.callback_data(nonce, 0),
        "message": {"message_id": 7, "date": int(SOON.timestamp()), "chat": place_of(WHO[who][0]), "text": "card"},
    }  # fmt: skip
    return {"update_id": 1, "callback_query": query}


def told(desk: Company, who: str, *texts: str, lang: str, then: Any = None) -> Sequence[Shown]:
    """What somebody is shown who writes this, one message after the other; `then` goes on."""

    def go(session: Any) -> str:
        session.execute(update(Customer).where(Customer.id == 1).values(**KEPT))
        for text in texts:
            desk.office.desk.handle(session, update_of(desk, who, text), SOON)
        if then is not None:
            then(session)
        return ""

    seen = desk.tries(who, go, lang)
    return [one for one in seen.shown if one.chat == WHO[who][0]]


@pytest.fixture
def all_shown(staged: Company, monkeypatch: pytest.MonkeyPatch) -> Company:
    """Everybody's pages are looked at, also those of who may know everything."""
    monkeypatch.setitem(staged.of, "knowing", frozenset())
    return staged


# ── typed ahead ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", WHO)
def test_names_that_come_up_while_typing(staged: Company, who: str):
    found: dict[str, str] = {}
    for words in (*NAMED, "", "X200", nobody("宏达")):
        with staged.undone() as session:
            staged.befall(session, who)
            raw = {"inline_query": {"id": "q", "from": {"id": WHO[who][0]}, "query": words}}
            answer = inline.answer(session, HOUSE, raw)
            assert answer is not None
            found[words] = str(answer.results)
    assert {words for words, said in found.items() if re.search(r"77\.77|¥|58\.00", said)} == set()
    seen = {words for words, said in found.items() if NOT_THEIRS in said}
    if who in FINDS:
        assert {"宏达", "C1", ""} <= seen
    else:
        assert seen == set()
        assert (found["X200"] == "()") is (who in ("removed", "outsider"))


# ── in one line ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("who", STRANGERS)
def test_an_order_in_one_line_knows_no_customer_of_a_colleague(all_shown: Company, who: str, name: str):
    for n, line in enumerate((f"{name} X200 300台", f"{name} X200 300台 下周五交 款到发货", f"给{name}报X200")):
        theirs = told(all_shown, who, line, lang=language(n))
        unknown = told(all_shown, who, nobody(line), lang=language(n))
        assert theirs
        assert [nobody(one.words) for one in theirs] == [nobody(one.words) for one in unknown]
        assert not any(SECRET.search(one.words) for one in theirs)


def test_whose_customer_it_is_is_understood(all_shown: Company):
    said = "\n".join(one.words for one in told(all_shown, "requester", "宏达 X200 300台 款到发货", lang="zh_Hans_CN"))
    assert NOT_THEIRS in said
    assert "¥58.00" in said, "the last price is offered"


# ── in a form ──────────────────────────────────────────────────────────────────────────────


def open_draft(session: Any, who: str, desk: Company) -> int:
    query = select(Draft.id).where(Draft.state == "open", Draft.form == "order", Draft.person_id == desk.of["ids"][who])
    return session.scalars(query.order_by(Draft.id.desc())).first() or 0


def picks(desk: Company, who: str, customer: int) -> Any:
    """A type is chosen, then a customer by a button that was offered when it was anybody's still."""

    def go(session: Any) -> None:
        draft = open_draft(session, who, desk)
        stored = {"id": customer, "name": NOT_THEIRS}
        for step, value in ((desk.of["pick_step"], desk.of["pick_value"]), ("customer", stored)):
            args = {"draft": draft, "step": step, "value": value}
            desk.office.desk.handle(session, press_of(desk, session, who, "draft.pick", args), SOON)
        answers = session.get_one(Draft, draft, populate_existing=True).answers
        assert bool(SECRET.search(str(answers))) is (who not in STRANGERS), "what is known of it is in the draft"

    return go


def test_a_button_gives_what_is_known_of_the_customer(all_shown: Company):
    assert told(all_shown, "requester", "/new", lang="en", then=picks(all_shown, "requester", 1))


@pytest.mark.parametrize("who", STRANGERS)
def test_an_old_button_gives_no_customer_that_went_to_a_colleague(all_shown: Company, who: str):
    for lang in ("zh_Hans_CN", "en"):
        shown = told(all_shown, who, "/new", lang=lang, then=picks(all_shown, who, 1))
        assert shown
        assert not any(SECRET.search(one.words) for one in shown)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("who", STRANGERS)
def test_a_form_that_asks_for_a_customer_finds_none_of_a_colleague(all_shown: Company, who: str, name: str):
    def type_then(text: str) -> Any:
        def go(session: Any) -> None:
            args = {"draft": open_draft(session, who, all_shown), "step": all_shown.of["pick_step"],
                    "value": all_shown.of["pick_value"]}  # fmt: skip
            all_shown.office.desk.handle(session, press_of(all_shown, session, who, "draft.pick", args), SOON)
            all_shown.office.desk.handle(session, update_of(all_shown, who, text), SOON)

        return go

    theirs = told(all_shown, who, "/new", lang="zh_Hans_CN", then=type_then(name))
    unknown = told(all_shown, who, "/new", lang="zh_Hans_CN", then=type_then(nobody(name)))
    assert [nobody(one.words) for one in theirs] == [nobody(one.words) for one in unknown]
    assert theirs
    assert not any(SECRET.search(one.words) for one in theirs)
