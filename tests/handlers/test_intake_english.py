"""The whole of intake in English: whatever type, nothing on the phone is left in Chinese."""

from __future__ import annotations

import re

import pytest

from db.models import Customer, Person, Product, ProductPack
from handlers.forms import texts
from tests.support.desk import Phone

HAN = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
LANG = "en"
FOOT = {text.plain(LANG) for text in (texts.BACK, texts.SAVE, texts.CANCEL, texts.DONE_EDITING, texts.SKIP, texts.MORE)}
WORDS = {"receiver": "Mr Li", "phone": "13912342210", "place": "1 River Road, Wuxi", "use_up_days": "30"}


@pytest.fixture
def english(phone: Phone) -> Phone:
    with phone.office.database.transaction() as session:
        for person in session.query(Person):
            person.language = LANG
        for customer in session.query(Customer):
            customer.name, customer.contact, customer.address = f"Customer {customer.id}", "Mr Zhou", "Suzhou"
        for product in session.query(Product):
            product.name, product.unit = f"Product {product.id}", "pcs"
        for pack in session.query(ProductPack):
            pack.name = "box"
    return phone


def reads(phone: Phone) -> None:
    shown = "\n".join([phone.text, *phone.labels])
    assert not HAN.search(shown), shown


@pytest.mark.parametrize(("purpose", "payment"), [(0, 0), (0, 1), (0, 2), (0, 3), (1, 0), (2, 0)])
def test_every_question_speaks_english(english: Phone, purpose: int, payment: int):
    phone = english
    phone.sends("/new")
    for _ in range(20):
        reads(phone)
        if texts.SUBMIT.plain(LANG) in phone.labels:
            break
        phone.sends("?!")
        reads(phone)
        answer(phone, purpose, payment)
    phone.taps(texts.EDIT.plain(LANG))
    reads(phone)
    phone.taps(texts.DONE_EDITING.plain(LANG), texts.SAVE.plain(LANG))
    reads(phone)
    phone.taps(texts.KEEP.plain(LANG), texts.CANCEL.plain(LANG))
    reads(phone)
    phone.taps(texts.KEEP.plain(LANG), texts.SUBMIT.plain(LANG))
    reads(phone)
    assert len(phone.office.orders()) == 1


def answer(phone: Phone, purpose: int, payment: int) -> None:
    """The first button of the question, or words that answer it; the type by its number."""
    step = phone.office.drafts()[0].step
    offered = [label for label in phone.labels if label not in FOOT]
    if step in ("q:purpose", "q:payment"):
        phone.taps(offered[purpose if step == "q:purpose" else payment])
    elif step in WORDS:
        phone.sends(WORDS[step])
    elif offered:
        phone.taps(offered[0])
    else:
        phone.sends("12")
