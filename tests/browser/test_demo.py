"""The real bot on the page: what a newcomer does first after `make demo`."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.running import DemoProcess
from tests.browser.window import PHONE_1

# The first of the day is under review when the demo starts.
ORDER_NUMBER = re.compile(r"XS\d{6}-002")


def test_a_salesperson_files_an_order_on_a_telephone(open_page: OpenPage, demo: DemoProcess) -> None:
    phone = open_page(demo.origin, width=390, height=844, touch=True)
    card = phone.pane(PHONE_1).locator(".message.other").last

    def asks(words: str) -> None:
        expect(card).to_contain_text(words, timeout=15_000)

    asks("要做什么")
    phone.write(PHONE_1, "/new")
    asks("这单是做什么的")
    phone.key(PHONE_1, "客户要货").tap()
    asks("哪个客户")
    phone.write(PHONE_1, "hd")
    asks("怎么付钱")
    phone.key(PHONE_1, "款到发货").tap()
    asks("要什么产品")
    phone.write(PHONE_1, "X200")
    asks("要多少台")
    phone.write(PHONE_1, "三百")
    asks("单价多少")
    phone.write(PHONE_1, "58")
    asks("还要别的产品吗")
    phone.key(PHONE_1, "够了").tap()
    asks("哪天要到货")
    phone.pane(PHONE_1).locator(".inline-keys .key", has_text=re.compile(r"^\d+月\d+日")).first.tap()
    asks("下单依据")
    phone.key(PHONE_1, "口头").tap()
    asks("¥17,400.00")
    assert phone.overflow() == 0
    phone.key(PHONE_1, "提交").tap()
    expect(phone.pane(PHONE_1).locator(".message.other", has_text=ORDER_NUMBER).first).to_be_visible(timeout=15_000)
