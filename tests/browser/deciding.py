"""Departments decide one order on the demo's page, held on a telephone: who writes, taps and answers where.

What is read and tapped is named by the product's own texts, so that the same story is told in every language.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, expect

from bot.book_file import read_book
from domain.process.types import Book
from handlers.approvals import texts
from handlers.forms import texts as form_texts
from handlers.home.texts import LANGUAGE_NAMES
from tests.browser.running import DemoProcess
from tests.browser.window import PHONE_1, Window

SALES, ENGINEERING, QUALITY, FINANCE = "张敏", "马骏", "孙丽", "李娜"
PRODUCTION, PURCHASING = "刘伟", "王芳"
FINANCE_GROUP, MAKERS_GROUP, ENGINEERING_GROUP = "财务群", "生产采购群", "技术质量群"
PANES = {SALES: PHONE_1, FINANCE_GROUP: "group-1", MAKERS_GROUP: "group-2", ENGINEERING_GROUP: "group-4"}
CUSTOMER, WISH = "宏达机电", "轴伸加长 20 mm，外壳喷黄漆"
PAGE = {"zh_Hans_CN": "zh-Hans", "zh_Hant": "zh-Hant", "en": "en"}
"""The page has its own language."""
SLOW = 20_000
"""Milliseconds: a busy machine sends a message a second to each chat."""


@dataclass
class Company:
    """The demo's company on one telephone, everybody in the same language."""

    demo: DemoProcess
    phone: Window
    lang: str = "zh_Hans_CN"
    number: str = ""

    @property
    def book(self) -> Book:
        return read_book(None)

    def department(self, key: str) -> str:
        return self.book.departments[key].name.in_(self.lang)

    def speak(self) -> None:
        """The salesperson and the groups that decide choose their language, by command and button."""
        for chat, who in ((SALES, SALES), (FINANCE_GROUP, FINANCE), (MAKERS_GROUP, PRODUCTION),
                          (ENGINEERING_GROUP, ENGINEERING)):  # fmt: skip
            self.demo.sim("send", chat=chat, **{"from": who}, text="/language")
            self.wait_for(chat, LANGUAGE_NAMES[self.lang], among="labels")
            self.demo.sim("tap", chat=chat, **{"from": who}, label=LANGUAGE_NAMES[self.lang])
        self.phone.page.locator("#top .more").tap()
        self.phone.page.locator(f"#top .languages [lang={PAGE[self.lang]}]").tap()

    def wait_for(self, chat: str, words: str, among: str = "text") -> None:
        """Until a message of the chat says this, or has a button that does."""
        until = time.monotonic() + SLOW / 1000
        while not any(words in _said(one, among) for one in self.demo.messages(chat)):
            assert time.monotonic() < until, f"{chat} never shows {words!r}:\n{self.demo.read_text(chat)}"
            time.sleep(0.1)

    # ── on the telephone ───────────────────────────────────────────────────────────────────

    def at(self, place: str, who: str = "") -> str:
        """Turn to a phone or group, in a group as this person; the pane's name."""
        self.phone.page.locator("#switcher button", has_text=place).tap()
        pane = PANES[place]
        if who:
            self.phone.pane(pane).locator(".speaker select").select_option(label=who)
        return pane

    def card(self, pane: str, words: str) -> Locator:
        """The newest message with these words, once it is there."""
        found = self.phone.pane(pane).locator(".message.other", has_text=words).last
        expect(found).to_be_visible(timeout=SLOW)
        return found

    def asked(self, place: str, department: str) -> Locator:
        """The card that asks a department about the order."""
        head = texts.ASK.plain(self.lang, who=self.department(department), head=self.number)
        return self.card(PANES[place], head)

    def plain_head(self, phrase: Any) -> str:
        """A title with the order's number, as it is read: without marks of boldness."""
        return re.sub(r"</?b>", "", str(phrase(self.lang, head=self.number)))

    def taps(self, card: Locator, label: str) -> None:
        card.locator(".inline-keys").get_by_role("button", name=label, exact=True).tap()

    def answers(self, card: Locator, pane: str, words: str) -> None:
        """Holds the message, chooses to answer it, writes."""
        card.locator(".bubble").first.dispatch_event("pointerdown", {"pointerType": "touch", "bubbles": True})
        self.phone.pane(pane).locator(".message-menu [role=menuitem]").first.tap()
        self.phone.write(pane, words)

    # ── the story ──────────────────────────────────────────────────────────────────────────

    def files(self) -> None:
        """张敏 files an order with a special wish, under the floor price, to be paid before production."""
        pane = self.at(SALES)
        expect(self.phone.pane(pane).locator(".message.other")).not_to_have_count(0, timeout=SLOW)
        before = self._numbers()
        self.phone.write(pane, "宏达 X200 100台 54 全款到了再排产 12月30日")
        card = self.card(pane, form_texts.SUMMARY.plain(self.lang))
        leaf = self.book.leaves["prepaid.release"]
        self.taps(card, form_texts.EDIT.plain(self.lang))
        field = leaf.field("requirements")
        assert field is not None
        form = self.phone.pane(pane).locator(f"[data-id='{card.get_attribute('data-id')}']")
        self.taps(form, field.label.in_(self.lang))
        expect(form).not_to_contain_text(form_texts.SUMMARY.plain(self.lang), timeout=SLOW)
        self.phone.write(pane, WISH)
        expect(form).to_contain_text(WISH, timeout=SLOW)
        self.taps(form, form_texts.SUBMIT.plain(self.lang))
        expect(form.locator(".inline-keys")).to_have_count(0, timeout=SLOW)
        until = time.monotonic() + SLOW / 1000
        while not (new := self._numbers() - before):
            assert time.monotonic() < until, f"no order was filed:\n{self.demo.read_text(SALES)}"
            time.sleep(0.1)
        (self.number,) = new

    def _numbers(self) -> set[str]:
        """Of the orders that the salesperson's chat speaks of."""
        return set(re.findall(r"XS\d{6}-\d{3}", self.demo.read_text(SALES)))


def _said(message: dict[str, Any], among: str) -> str:
    if among == "labels":
        return " ".join(key["label"] for row in message["keyboard"] or () for key in row)
    return message["text"] or message["caption"] or ""
