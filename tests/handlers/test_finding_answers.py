"""Finding while an order is filed: at most eight at a time, the next ones a tap away."""

from __future__ import annotations

from db.models import Customer
from tests.support.desk import Phone
from tests.support.intake import walk

NAMES = [f"同心{n:02d}厂" for n in range(1, 20)]


def with_many(phone: Phone) -> None:
    with phone.office.database.transaction() as session:
        owner = session.get_one(Customer, 1).owner_id
        session.add_all(
            Customer(code=f"T{name}", name=name, owner_id=owner, created_at=phone.office.now) for name in NAMES
        )


def test_the_next_eight_are_a_tap_away(phone: Phone) -> None:
    with_many(phone)
    walk(phone, "prepaid.shipment", until=1)
    phone.sends("同心")
    seen: list[str] = []
    for shown in (8, 8, 3):
        page = [label for label in phone.labels if label in NAMES]
        assert len(page) == shown
        assert "新客户" in phone.labels
        phone.sees("“同心”有几个像的，是哪个？")
        seen += page
        phone.taps("换一批")
    assert sorted(seen) == NAMES
    assert [label for label in phone.labels if label in NAMES] == seen[:8]  # round again
    phone.taps("换一批", seen[9])
    phone.sees(seen[9], "怎么付钱？")


def test_the_list_without_a_word_has_pages_too(phone: Phone) -> None:
    with_many(phone)
    walk(phone, "prepaid.shipment", until=1)
    first = [label for label in phone.labels if label in NAMES]
    assert len(first) == 8
    phone.taps("换一批")
    assert not set(first) & set(phone.labels)
    phone.taps("上一步")
    assert phone.office.drafts()[0].step == "q:purpose"


def test_another_character_of_the_same_sound_is_asked_about(phone: Phone) -> None:
    """红达 for 宏达: a slip in so short a word is none, but it sounds the same."""
    with phone.office.database.transaction() as session:
        for key, pinyin in ((1, "hongdajidian"), (2, "hongdawujin"), (3, "changchengdianqi")):
            session.get_one(Customer, key).pinyin = pinyin
    walk(phone, "prepaid.shipment", until=1)
    phone.sends("红达")
    phone.sees("“红达”有几个像的，是哪个？")
    assert "宏达机电" in phone.labels
    assert not {"永盛五金", "长城电器"} & set(phone.labels), "a colleague's, and another sound"
    phone.sends("红")
    phone.sees("没找到“红”")
