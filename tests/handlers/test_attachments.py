"""Files of an order: what is taken, what it is, who sees it again; a file that Telegram has lost is said so."""

from __future__ import annotations

from typing import Any

import pytest

from db.models import Attachment, Slip
from domain import attachments as rules
from domain.process.names import MoneyView
from tests.support.desk import Phone
from tests.support.intake import walk
from tests.support.office import Office


@pytest.fixture
def order(office: Office) -> int:
    """款到发货, on a contract."""
    return office.file("prepaid.shipment", (1, 300, "58.00"))


def kept(office: Office) -> list[tuple[str, str]]:
    """What every file is kept as, in the order in which they came."""
    with office.database.transaction() as session:
        rows = session.query(Attachment).order_by(Attachment.id).all()
        return [(row.file_unique_id, row.purpose) for row in rows]


def button(office: Office, who: str = "张敏") -> list[str]:
    """The row of files under the order's card."""
    return [label for label in office.newest(who, on="XS261123-001 宏达机电 · 款").labels if "附件" in label]


CARD = "合计 ¥17,400.00"


# ── sending ────────────────────────────────────────────────────────────────────────────────


def test_a_photo_in_reply_to_the_card_is_asked_what_it_is(office: Office, order: int):
    office.uploads("张敏", "a", to=CARD)
    assert office.reads("张敏") == [
        "XS261123-001 宏达机电 收到附件 1 份，算什么？",
        "图纸、照片大家都能看；依据、其他只给能看价格的同事看。",
        "〔依据〕",
        "〔图纸〕〔照片〕〔其他〕",
        "〔水单〕",
    ]
    assert kept(office) == [("a", "unsorted")]
    office.taps("张敏", "照片")
    assert office.reads("张敏") == ["XS261123-001 宏达机电 收到附件：照片 1 份。", "还有就接着发。"]
    assert kept(office) == [("a", "photo")]
    assert button(office) == ["附件 1", "加附件"]


@pytest.mark.parametrize(
    ("upload", "purpose"),
    [
        ({"caption": "图纸 B 版"}, "drawing"),
        ({"caption": "合同盖章了"}, "basis"),
        ({"caption": "现场照片"}, "photo"),
        ({"document": True, "name": "X200-B.dwg"}, "drawing"),
        ({"document": True, "name": "宏达采购单.pdf"}, "basis"),
        ({"document": True, "name": "PO-2231.pdf"}, "basis"),
        ({"document": True, "name": "airport.pdf"}, "unsorted"),
        ({"document": True, "name": "合同和图纸.pdf"}, "unsorted"),
        ({}, "unsorted"),
    ],
)
def test_words_and_names_say_what_a_file_is(office: Office, order: int, upload: dict[str, Any], purpose: str):
    office.uploads("张敏", "a", to=CARD, **upload)
    assert kept(office) == [("a", purpose)]


def test_add_takes_several_one_after_the_other(office: Office, order: int):
    office.taps("张敏", "加附件")
    assert office.reads("张敏") == ["XS261123-001 宏达机电 加附件：照片或文件直接发给我，可以发几份。"]
    office.says("张敏", "马上")
    assert office.reads("张敏")[0] == "这一步要照片或文件，刚才发的没算数。"
    office.uploads("张敏", "a", caption="图纸")
    office.uploads("张敏", "b", document=True, name="X200.dxf")
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 收到附件：图纸 2 份。"
    office.passes(minutes=10)
    office.uploads("张敏", "c")
    assert "水单" in office.newest("张敏").text, "long after, it may be anything"
    assert kept(office) == [("a", "drawing"), ("b", "drawing")]


def test_words_after_the_files_are_a_matter_of_their_own(office: Office, order: int):
    office.taps("张敏", "加附件")
    office.uploads("张敏", "a", caption="图纸")
    office.says("张敏", "今天天气不错")
    assert office.reads("张敏")[0].startswith("没看懂这句")
    office.uploads("张敏", "b")
    assert kept(office) == [("a", "drawing")]


def test_a_slip_in_reply_to_the_card_is_sent_as_one(office: Office, order: int):
    office.uploads("张敏", "a", to=CARD)
    office.uploads("张敏", "b", to=CARD)
    office.taps("张敏", "水单")
    assert kept(office) == [("b", "slip:1")], "the second belongs to the slip"
    assert office.newest("张敏", on="按水单收下了").labels == []
    office.says("张敏", "17400")
    with office.database.transaction() as session:
        slip = session.query(Slip).one()
        assert (slip.order_id, slip.claimed_minor, slip.file_unique_id) == (order, 1740000, "a")


def test_an_album_is_asked_about_once(office: Office, order: int):
    for unique in "abc":
        office.uploads("张敏", unique, to=CARD, album="g1")
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 收到附件 3 份，算什么？"
    assert office.all_of("张敏").count("算什么？") == 1
    office.taps("张敏", "照片")
    assert kept(office) == [(unique, "photo") for unique in "abc"]
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 收到附件：照片 3 份。"


def test_a_caption_holds_for_the_whole_album(office: Office, order: int):
    office.taps("张敏", "加附件")
    for unique, caption in (("a", "三张图纸"), ("b", ""), ("c", "")):
        office.uploads("张敏", unique, album="g1", caption=caption)
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 收到附件：图纸 3 份。"
    office.uploads("张敏", "d")
    assert kept(office)[-1] == ("d", "unsorted")


def test_an_album_whose_first_picture_is_known_is_taken_all_the_same(office: Office, order: int):
    office.uploads("张敏", "a", to=CARD, caption="图纸")
    office.passes(minutes=10)
    office.taps("张敏", "加附件")
    for unique in "abc":
        office.uploads("张敏", unique, album="g1")
    assert office.reads("张敏")[0] == "XS261123-001 宏达机电 收到附件 2 份，算什么？"
    assert "水单" not in office.all_of("张敏")
    assert kept(office) == [("a", "drawing"), ("b", "unsorted"), ("c", "unsorted")]


SHEET_READ = "正在读"


@pytest.mark.parametrize("name", ["客户模板.xlsx", "客户模板 - 副本.xlsx"])
def test_a_filled_template_is_read_and_no_file_of_the_order(office: Office, order: int, name: str):
    office.taps("张敏", "加附件")
    office.uploads("张敏", "a", caption="图纸")
    office.uploads("张敏", "s", document=True, name=name)
    assert SHEET_READ in office.newest("张敏").text
    assert kept(office) == [("a", "drawing")]


def test_whoever_turns_to_sheets_sends_no_more_files(office: Office, order: int):
    office.taps("张敏", "加附件")
    office.uploads("张敏", "a", caption="图纸")
    office.uploads("张敏", "b", document=True, name="清单.xlsx", caption="图纸")
    assert kept(office) == [("a", "drawing"), ("b", "drawing")], "a list of parts is a file like any other"
    office.says("张敏", "/sheets")
    office.uploads("张敏", "s", document=True, name="新客户.xlsx")
    assert SHEET_READ in office.newest("张敏").text
    assert len(kept(office)) == 2


def test_a_sheet_long_after_the_files_is_read_and_no_slip(office: Office, order: int):
    office.taps("张敏", "加附件")
    office.uploads("张敏", "a", caption="图纸")
    office.passes(minutes=30)
    office.uploads("张敏", "s", document=True, name="新客户.xlsx")
    assert SHEET_READ in office.newest("张敏").text
    assert "水单" not in office.all_of("张敏")


def test_a_press_may_cross_the_album_on_its_way(office: Office, order: int):
    office.uploads("张敏", "a", to=CARD, album="g1")
    office.taps("张敏", "图纸")
    office.uploads("张敏", "b", to=CARD, album="g1")
    office.uploads("张敏", "c", to=CARD, album="g2")
    assert kept(office) == [("a", "drawing"), ("b", "drawing"), ("c", "unsorted")]


def test_a_double_tap_and_a_file_sent_twice_count_once(office: Office, order: int):
    office.uploads("张敏", "a", to=CARD)
    asked = office.newest("张敏")
    data = asked.data("图纸")
    other = asked.data("照片")
    office.taps("张敏", "图纸")
    office.presses("张敏", asked, data)
    office.presses("张敏", asked, other)
    assert kept(office) == [("a", "drawing")]
    office.passes(minutes=10)
    office.uploads("张敏", "a", to=CARD, caption="照片")
    assert office.reads("张敏") == ["XS261123-001 宏达机电 这份附件早就收过了。"]
    assert kept(office) == [("a", "drawing")]


def test_a_form_that_is_open_is_not_disturbed_by_a_reply(office: Office, order: int):
    office.says("张敏", "/new")
    office.taps("张敏", "客户要货")
    office.uploads("张敏", "a", to=CARD, caption="图纸")
    office.says("张敏", "宏达")
    assert "宏达机电怎么付钱" in office.all_of("张敏") or "客户怎么付钱" in office.all_of("张敏")
    assert kept(office) == [("a", "drawing")]


def test_a_paper_that_was_missing_releases_the_order(office: Office):
    """大单凭口头: the file is asked which paper it is, and opens the gate as 补依据 does."""
    order = office.file("prepaid.shipment", (2, 2000, "36.50"), basis={"choice": "spoken", "files": 0})
    assert office.order(order).released_at is None
    office.uploads("张敏", "a", to="合计 ¥73,000.00")
    assert office.reads("张敏")[2:] == ["〔合同〕〔客户PO〕〔截图〕", "〔图纸〕〔照片〕〔其他〕", "〔水单〕"]
    office.taps("张敏", "照片")
    assert office.order(order).released_at is None
    office.uploads("张敏", "b", to="合计 ¥73,000.00", caption="客户PO")
    assert office.order(order).fields["basis"] == {"choice": "purchase_order", "files": 1}
    assert office.order(order).released_at is not None
    assert office.reads("张敏")[-1] == "依据齐了，已下达。"


# ── what is not taken ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "about", "said"),
    [
        ("合同.exe", {}, "“合同.exe”是程序一类的文件，不能收。"),
        ("合同.pdf", {"mime_type": "application/x-msdownload"}, "“合同.pdf”是程序一类的文件，不能收。"),
        ("图.xyz", {}, "“图.xyz”这种文件收不了。"),
        ("图.dwg", {"file_size": 21 * 1024 * 1024}, "“图.dwg”太大了，一份最多 20 MB。"),
    ],
)
@pytest.mark.parametrize("way", ["reply", "button", "unasked"])
def test_a_file_that_is_not_taken_gets_a_word(
    office: Office, order: int, name: str, about: dict[str, Any], said: str, way: str
):
    if way == "button":
        office.taps("张敏", "加附件")
    office.uploads("张敏", "a", to=CARD if way == "reply" else None, document=True, name=name, **about)
    assert office.reads("张敏")[0].startswith(said)
    assert kept(office) == []
    if way == "button":  # what was asked is asked still
        office.uploads("张敏", "b", caption="图纸")
        assert kept(office) == [("b", "drawing")]


@pytest.mark.parametrize("kind", ["video", "voice", "audio", "video_note", "animation"])
def test_moving_pictures_and_sound_are_turned_down_politely(office: Office, order: int, kind: str):
    file: dict[str, Any] = {"file_id": "v", "file_unique_id": "v", "duration": 3, "width": 9, "height": 9, "length": 9}
    office.taps("张敏", "加附件")
    office.says("张敏", **{kind: file})
    assert office.reads("张敏") == ["视频和语音收不了，请发照片或文件，或者写字。"]
    assert kept(office) == []


def test_an_order_takes_so_many_and_no_more(office: Office, order: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("services.attachments.MOST_FILES", 2)
    for unique in "abc":
        office.uploads("张敏", unique, to=CARD, caption="图纸")
    assert office.reads("张敏") == ["附件最多 2 份，这张单已经满了。"]
    assert [unique for unique, _purpose in kept(office)] == ["a", "b"]


# ── who sees what ──────────────────────────────────────────────────────────────────────────


@pytest.fixture
def filled(office: Office, order: int) -> int:
    """Two pages of the contract, a drawing, three photos."""
    office.uploads("张敏", "c1", to=CARD, caption="合同")
    office.uploads("张敏", "c2", to=CARD, caption="合同")
    office.uploads("张敏", "d1", to=CARD, document=True, name="X200-B.dwg")
    for unique in ("p1", "p2", "p3"):
        office.uploads("张敏", unique, to=CARD, caption="照片")
    return order


def shown(office: Office, chat: str) -> list[tuple[str, ...]]:
    """Every file that was sent to a chat, those sent together together."""
    found: list[tuple[str, ...]] = []
    for one in office.chats.get(office._id(chat), []):
        single = one.out.photo or one.out.document
        if one.out.album:
            found.append(tuple(file_id for _kind, file_id in one.out.album))
        elif isinstance(single, str):
            found.append((single,))
    return found


def test_the_card_shows_them_again_by_kind(office: Office, filled: int):
    office.taps("张敏", "附件 6")
    assert shown(office, "张敏") == [("file-c1", "file-c2"), ("file-d1",), ("file-p1", "file-p2", "file-p3")]
    assert office.newest("张敏").text == "XS261123-001 宏达机电 · 照片 3 份"
    assert "¥" not in "".join(office.newest("张敏", on=words).text for words in ("依据 2 份", "图纸", "照片 3 份"))
    assert office.newest("张敏").labels == []


def test_production_sees_drawings_and_photos_but_no_contract(office: Office, filled: int):
    office.says("刘伟", "/order 001")
    assert "附件 4" in office.newest("刘伟").labels
    office.taps("刘伟", "附件 4")
    assert shown(office, "刘伟") == [("file-d1",), ("file-p1", "file-p2", "file-p3")]
    office.says("刘伟", "/order 001", chat="生产采购群")
    office.taps("刘伟", "附件 4", chat="生产采购群")
    assert shown(office, "生产采购群") == [("file-d1",), ("file-p1", "file-p2", "file-p3")]
    office.says("赵强", "/order 001")
    assert "附件 4" in office.newest("赵强").labels


def test_the_right_is_asked_when_it_is_sent_not_when_it_is_pressed(office: Office, filled: int):
    """Somebody with full sight presses in a group where production reads; a forged list is filtered as well."""
    with office.database.transaction() as session:
        ids = [row.id for row in session.query(Attachment)]
        from services import owed

        owed.owe(
            session, "files.album", chat_id=-1003, now=office.now, subject=f"order:{filled}", facts={"files": ids[:2]}
        )  # fmt: skip
    office.send()
    assert shown(office, "生产采购群") == []


def test_a_colleague_who_may_not_see_the_order_gets_nothing(office: Office, filled: int):
    card = office.newest("张敏", on=CARD)
    data = card.data("附件 6")
    assert office.presses("陈亮", card, data, chat=None)
    assert shown(office, "陈亮") == []
    add = card.data("加附件")
    office.presses("陈亮", card, add)
    office.uploads("陈亮", "x", caption="图纸")
    assert "x" not in [unique for unique, _purpose in kept(office)]


def test_production_cannot_say_that_a_file_is_the_basis(office: Office, order: int):
    office.says("刘伟", "/order 001")
    office.uploads("刘伟", "a", to="XS261123-001", caption="合同")
    assert office.reads("刘伟")[2:] == ["〔图纸〕〔照片〕〔其他〕"]
    office.taps("刘伟", "图纸")
    assert kept(office) == [("a", "drawing")]
    assert button(office) == ["附件 1", "加附件"]


def test_without_the_table_of_sight_production_would_read_contracts(
    office: Office, filled: int, monkeypatch: pytest.MonkeyPatch
):
    """The guard, switched off."""
    monkeypatch.setattr(rules, "PRICED", frozenset())
    assert rules.seen_with(MoneyView.NONE) == tuple(rules.Purpose)
    office.says("刘伟", "/order 001")
    assert "附件 6" in office.newest("刘伟").labels


# ── in the form ────────────────────────────────────────────────────────────────────────────


def test_the_form_tells_drawings_from_papers(phone: Phone):
    walk(phone, "prepaid.shipment", until=-1)
    phone.office.uploads("张敏", "a", document=True, name="X200-B.dwg")
    phone.sees("收到，算作图纸，共 1 份。")
    assert "提交" not in phone.labels, "a drawing is no basis"
    phone.office.uploads("张敏", "b")
    phone.sees("收到，算作下单依据，共 1 份。")
    phone.taps("合同")
    phone.sees("下单依据 合同 1 份", "附件 图纸 1 份")
    phone.taps("提交")
    [order] = phone.office.orders()
    assert order.fields["basis"] == {"choice": "contract", "files": 1}
    assert kept(phone.office) == [("a", "drawing"), ("b", "basis")]


def test_a_file_that_is_not_taken_leaves_the_form_as_it_was(phone: Phone):
    walk(phone, "prepaid.shipment", until=-1)
    phone.office.uploads("张敏", "a", document=True, name="合同.exe")
    assert phone.chat[-1].text.startswith("“合同.exe”是程序一类的文件")
    phone.taps("合同")
    phone.sees("照片还没发")
    assert kept(phone.office) == []
