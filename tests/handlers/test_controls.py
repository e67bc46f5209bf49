"""What stands between a press and its effect, each guard alone: with it nothing happens, without it the money is in.

The lock is proved in `tests/services/test_races.py`, who sent a slip in `tests/services/test_slips_at_once.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from db.models import Button, Order, Receipt, Slip
from services import buttons, house
from tests.support.office import Office, Standing

LABEL = "到账 ¥12,000.00"
real_press = buttons.press


@pytest.fixture
def card(office: Office) -> Standing:
    """Finance's card of a slip of ¥12,000.00."""
    office.file("prepaid.release", (1, 300, "58.00"), wanted=None)
    office.taps("张敏", "传水单")
    office.says("张敏", "12000")
    return office.newest("财务群")


def count(office: Office, table: type[Any]) -> int:
    with office.database.transaction() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def data(card: Standing) -> str:
    return str(card.out.keyboard[0][0]["callback_data"])


# ── how each is tried, and how it is switched off ──────────────────────────────────────────


def in_another_chat(office: Office, card: Standing) -> str:
    return office.presses("李娜", card, data(card), chat="仓库群")


def by_another_department(office: Office, card: Standing) -> str:
    return office.presses("赵强", card, data(card), chat="财务群")


def of_another_revision(office: Office, card: Standing) -> str:
    with office.database.transaction() as session:
        session.get_one(Order, 1).revision = 2
    return office.presses("李娜", card, data(card), chat="财务群")


def wherever_it_is_pressed(session: Any, pressed: str, *, chat_id: int) -> Any:
    own = session.get_one(Button, pressed.split(":")[1]).chat_id
    return real_press(session, pressed, chat_id=own)


def of_whatever_edition(session: Any, pressed: str, *, chat_id: int) -> Any:
    found = real_press(session, pressed, chat_id=chat_id)
    return found and replace(found, current=True)


def anybody(*_args: object) -> bool:
    return True


@pytest.mark.parametrize(
    ("attempt", "answer", "module", "name", "without"),
    [
        (in_another_chat, "这个按钮已失效", buttons, "press", wherever_it_is_pressed),
        (by_another_department, "这一步不归你的部门办", house, "may", anybody),
        (of_another_revision, "这张是旧的，没算数", buttons, "press", of_whatever_edition),
    ],
)
def test_a_press_counts_in_its_chat_for_its_revision_from_who_may(
    office: Office, card: Standing, monkeypatch: pytest.MonkeyPatch,
    attempt: Callable[[Office, Standing], str], answer: str, module: Any, name: str, without: Callable[..., Any],
):  # fmt: skip
    assert attempt(office, card).startswith(answer)
    assert count(office, Receipt) == 0
    monkeypatch.setattr(module, name, without)
    attempt(office, card)
    assert count(office, Receipt) == 1, "the control: nothing else stands in the way"


def test_a_button_has_its_effect_once(office: Office, card: Standing, monkeypatch: pytest.MonkeyPatch):
    office.taps("张敏", "传水单", on="合计")
    ask = office.newest("张敏")
    office.presses("张敏", ask, data(ask))
    assert office.presses("张敏", ask, data(ask)) == "张敏 10:05 已经点过，不用再点。"
    assert count(office, Slip) == 2
    monkeypatch.setattr(buttons, "use_up", lambda *_args, **_given: None)
    office.taps("张敏", "传水单", on="合计")
    ask = office.newest("张敏")
    office.presses("张敏", ask, data(ask))
    office.presses("张敏", ask, data(ask))
    assert count(office, Slip) == 4, "the control: the second press sent another slip"


@pytest.mark.parametrize(
    "pressed", ["", "v1", "v1:x:0", "v1::0", "v2:%s:0", "v1:%s:9", "v1:%s:-1", "v1:%s:０", "v1:%s:"]
)
def test_what_no_button_says_does_nothing(office: Office, card: Standing, pressed: str):
    nonce = data(card).split(":")[1]
    forged = pressed % nonce if "%" in pressed else pressed
    assert office.presses("李娜", card, forged, chat="财务群") == "这个按钮已失效，看最新的那张卡。"
    assert count(office, Receipt) == 0
