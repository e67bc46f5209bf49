"""Three groups decide one order on the page, held on a telephone: in each language, and with one rejection."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from domain.approvals import ApprovalState
from domain.process.names import Checkpoint
from handlers.approvals import texts
from handlers.order import texts as order_texts
from tests.browser.conftest import OpenPage
from tests.browser.deciding import (
    CUSTOMER,
    ENGINEERING,
    ENGINEERING_GROUP,
    FINANCE,
    FINANCE_GROUP,
    MAKERS_GROUP,
    PRODUCTION,
    PURCHASING,
    SALES,
    SLOW,
    Company,
)
from tests.browser.running import DemoProcess


def on_a_telephone(open_page: OpenPage, demo: DemoProcess, lang: str = "zh_Hans_CN") -> Company:
    company = Company(demo, open_page(demo.origin, width=390, height=844, touch=True), lang)
    company.wait_for(SALES, "中泰设备")
    return company


def engineering_consents_on_condition(company: Company) -> None:
    pane = company.at(ENGINEERING_GROUP, ENGINEERING)
    asked = company.asked(ENGINEERING_GROUP, "engineering")
    expect(asked).not_to_contain_text("¥")
    company.answers(asked, pane, "同意，但图纸要客户先签字")
    as_condition = texts.BTN_AS_CONDITION.plain(company.lang)
    company.taps(company.card(pane, as_condition), as_condition)
    blocks = texts.BTN_BLOCKS[Checkpoint.RELEASE].plain(company.lang)
    company.taps(company.card(pane, blocks), blocks)
    expect(asked).to_contain_text("图纸要客户先签字", timeout=SLOW)
    expect(asked).not_to_contain_text("同意，但")  # the condition, not the words around it


def production_promises_a_day(company: Company) -> None:
    pane = company.at(MAKERS_GROUP, PRODUCTION)
    asked = company.asked(MAKERS_GROUP, "production")
    company.taps(asked, texts.BTN_OTHER_DAY.plain(company.lang))
    head = f"{company.number} {CUSTOMER}"
    day = company.card(pane, texts.ASK_DAY.plain(company.lang, who=PRODUCTION, head=head))
    company.answers(day, pane, "1月6日")
    expect(asked.locator(".inline-keys")).to_have_count(0, timeout=SLOW)
    company.card(pane, texts.DONE_APPROVED.plain(company.lang))  # in the group's language, whoever wrote


def purchasing_consents(company: Company) -> None:
    company.at(MAKERS_GROUP, PURCHASING)
    company.taps(company.asked(MAKERS_GROUP, "purchasing"), texts.BTN_APPROVE.plain(company.lang))


def finance_consents(company: Company) -> None:
    pane = company.at(FINANCE_GROUP, FINANCE)
    asked = company.asked(FINANCE_GROUP, "finance")
    expect(asked).to_contain_text("¥5,400.00")
    company.answers(asked, pane, "同意")


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "zh_Hant", "en"])
def test_three_groups_decide_one_order(open_page: OpenPage, demo: DemoProcess, lang: str) -> None:
    company = on_a_telephone(open_page, demo, lang)
    if lang != "zh_Hans_CN":
        company.speak()
    company.files()
    engineering_consents_on_condition(company)
    production_promises_a_day(company)
    purchasing_consents(company)
    finance_consents(company)
    over = texts.OVER[ApprovalState.APPROVED].plain(lang)
    for group, department in (
        (FINANCE_GROUP, "finance"),
        (MAKERS_GROUP, "production"),
        (MAKERS_GROUP, "purchasing"),
        (ENGINEERING_GROUP, "engineering"),
    ):
        company.at(group)
        card = company.asked(group, department)
        expect(card).to_contain_text(over, timeout=SLOW)
        expect(card.locator(".inline-keys")).to_have_count(0)
        assert company.phone.overflow() == 0
    pane = company.at(SALES)
    order = company.phone.pane(pane).locator(".message", has_text=company.number).filter(
        has=company.phone.page.get_by_role("button", name=order_texts.BTN_OUTCOME.plain(lang), exact=True)
    ).last  # fmt: skip
    company.taps(order, order_texts.BTN_OUTCOME.plain(lang))
    outcome = company.card(pane, company.plain_head(texts.OUTCOME_HEAD))
    for words in ("图纸要客户先签字", ENGINEERING, PRODUCTION, PURCHASING, FINANCE):
        expect(outcome).to_contain_text(words)
    assert company.phone.overflow() == 0


def test_one_rejection_ends_it_for_everybody(open_page: OpenPage, demo: DemoProcess) -> None:
    company = on_a_telephone(open_page, demo)
    company.files()
    pane = company.at(ENGINEERING_GROUP, ENGINEERING)
    company.answers(company.asked(ENGINEERING_GROUP, "engineering"), pane, "同意")
    pane = company.at(MAKERS_GROUP, PURCHASING)
    company.taps(company.asked(MAKERS_GROUP, "purchasing"), texts.BTN_REJECT.plain(company.lang))
    company.answers(company.card(pane, "说一句为什么"), pane, "进口轴承要等两个月")
    for group, department in ((MAKERS_GROUP, "production"), (MAKERS_GROUP, "purchasing"),
                              (ENGINEERING_GROUP, "engineering")):  # fmt: skip
        company.at(group)
        card = company.asked(group, department)
        expect(card).to_contain_text("驳回：进口轴承要等两个月。不用再点。", timeout=SLOW)
        expect(card).to_contain_text(PURCHASING)
        expect(card.locator(".inline-keys")).to_have_count(0)
    pane = company.at(FINANCE_GROUP)
    expect(company.phone.pane(pane).locator(".message", has_text=company.number)).to_have_count(0)
    pane = company.at(SALES)
    expect(company.card(pane, "驳回 · " + company.number)).to_contain_text("进口轴承要等两个月")
