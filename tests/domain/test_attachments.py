"""Which files an order takes, and who may see which."""

from __future__ import annotations

import pytest

from domain.attachments import MOST_BYTES, PRICED, Purpose, extension_of, may_see, seen_with, trouble
from domain.process.names import MoneyView


@pytest.mark.parametrize(
    ("name", "mime"),
    [
        ("合同.pdf", "application/pdf"),
        ("合同(盖章) 2026.11.PDF", None),
        ("X200-B.dwg", "application/octet-stream"),
        ("X200.STEP", None),
        ("报价.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("订单.et", "application/octet-stream"),
        ("IMG_1.HEIC", "image/heic"),
        ("发票.ofd", None),
        ("一批图.zip", "application/zip"),
        (None, "application/pdf"),
        ("扫描件", "image/jpeg"),
    ],
)
def test_papers_are_taken(name: str | None, mime: str | None):
    assert trouble(name=name, mime=mime, size=1000) is None


@pytest.mark.parametrize(
    ("name", "mime", "why"),
    [
        ("合同.exe", None, "program"),
        ("合同.pdf.exe", "application/pdf", "program"),
        ("合同.EXE ", None, "program"),
        ("合同.exe.", None, "program"),
        ("合同．ｅｘｅ", None, "program"),
        ("合同\u202efdp.exe", None, "program"),
        ("合同.pdf", "application/x-msdownload", "program"),
        ("安装.apk", "application/vnd.android.package-archive", "program"),
        ("宏.xlsm", None, "program"),
        ("页.html", "text/html", "program"),
        ("录像.mp4", "video/mp4", "moving"),
        ("录音.m4a", "audio/mp4", "moving"),
        ("东西.xyz", None, "unknown_type"),
        ("没有后缀", None, "unknown_type"),
        (None, None, "unknown_type"),
        (".exe", None, "unknown_type"),
    ],
)
def test_others_are_not(name: str | None, mime: str | None, why: str):
    assert trouble(name=name, mime=mime, size=1000) == why


def test_the_limit_is_what_telegram_lets_a_bot_fetch():
    assert trouble(name="a.pdf", mime=None, size=MOST_BYTES) is None
    assert trouble(name="a.pdf", mime=None, size=MOST_BYTES + 1) == "too_big"
    assert trouble(name="a.pdf", mime=None, size=None) is None


def test_what_may_show_prices_is_for_those_who_see_them_in_full():
    assert seen_with(MoneyView.FULL) == tuple(Purpose)
    for money in (MoneyView.GATE_ONLY, MoneyView.NONE):
        assert set(seen_with(money)) == {Purpose.DRAWING, Purpose.PHOTO, Purpose.DELIVERY, Purpose.SIGNED}
        assert not any(may_see(purpose, money) for purpose in PRICED)


def test_a_dot_in_front_is_no_extension():
    assert [extension_of(name) for name in (".pdf", "a.b.PDF", "a", "")] == ["", "pdf", "", ""]
