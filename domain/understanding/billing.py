"""开票资料 as companies paste them: one block of title, tax number, bank, account, address and telephone, by their labels."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, fields

from stdnum.cn import ric

from domain.understanding.credit_code import fault_of
from domain.understanding.phone import phone
from domain.understanding.result import NotUnderstood, Reading, Understood, Why

_LONGEST = 600
_LONGEST_PART = 120

# Whose the label is, then what it names; either may be left out, "及", "、" and "/" stand between two.
_WHOSE = "(?:注册|开票|公司|单位|企业|经营|联系)?"
_AND = "(?:及|和|、|/)?"
_BANK, _ACCOUNT = "(?:开户银行|开户行|银行)(?:名称)?", "(?:银行|开户|基本户|对公)?(?:账号|账户)"
_PARTS = {
    "bank_account": f"{_BANK}{_AND}(?:账号|账户)",
    "address_phone": f"{_WHOSE}地址{_AND}电话",
    "title": r"(?:title|name)(?=\s*:)|(?:发票|开票)?抬头|(?:开票|购买方|单位|公司|企业|客户)?名称|户名",
    "tax_no": r"tax (?:no[.]?|number|id)(?=\s*:)|(?:统一)?(?:社会)?信用代码(?:/纳税人识别号)?"
    "|(?:纳税人?)?识别号(?:/统一社会信用代码)?|(?:纳税人|公司|单位)?税号",
    "account": rf"account(?: no[.]?)?(?=\s*:)|{_ACCOUNT}",
    "bank": rf"bank(?=\s*:)|{_BANK}",
    "phone": rf"(?:phone|tel[.]?)(?=\s*:)|{_WHOSE}(?:电话|手机)(?:号码)?",
    "address": rf"address(?=\s*:)|{_WHOSE}地址",
}
_LABEL = re.compile(
    r"(?<![^\s,;。、|/()\[\]【】*·.])"  # a bank's name may end in a label
    rf"(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _PARTS.items())})"
    r"(?:\s*[(][^()]{0,12}[)])?\s*(?:[:=]|(?=\s))\s*",
    re.IGNORECASE,
)
_TRADITIONAL = str.maketrans(
    "單號碼賬帳戶開銀納稅識別電話統會業購買稱頭發聯繫經營冊", "单号码账账户开银纳税识别电话统会业购买称头发联系经营册"
)
_NUMBER_AT_END = re.compile(r"[\s,:]*((?:[0-9][ -]?){7,29}[0-9])$")
_NEXT_ITEM = re.compile(r"[\s;。,]+[0-9]{1,2}[、.)]\s*$")
_PUNCTUATION = " \t\n,;.。、|"


@dataclass(frozen=True, slots=True)
class Billing:
    """What an invoice to a customer must carry. `tax_no` is in capitals, and right where it can be checked."""

    title: str | None = None
    tax_no: str | None = None
    bank: str | None = None
    account: str | None = None
    address: str | None = None
    phone: str | None = None

    @property
    def missing(self) -> tuple[str, ...]:
        """What an invoice cannot be without and is not there: the names of fields."""
        return tuple(name for name in ("title", "tax_no") if getattr(self, name) is None)

    def over(self, before: Billing) -> Billing:
        """This, completed by what was known before."""
        return Billing(*(getattr(self, part.name) or getattr(before, part.name) for part in fields(Billing)))


def billing(text: str) -> Reading[Billing]:
    """The block's parts. Nothing without a label is taken; a tax number that cannot be one says why."""
    parts = _parts_of(text)
    if isinstance(parts, NotUnderstood):
        return parts
    if "tax_no" in parts and (why := _tax_number_fault(parts["tax_no"])):
        return NotUnderstood(parts["tax_no"][:64], why)
    return Understood(Billing(**parts), text.strip())


def without_tax_number(text: str) -> Billing:
    """The rest of a block whose tax number cannot be one."""
    parts = _parts_of(text)
    return Billing(**{**parts, "tax_no": None}) if not isinstance(parts, NotUnderstood) else Billing()


def _parts_of(text: str) -> dict[str, str] | NotUnderstood:
    if len(text) > _LONGEST:
        return NotUnderstood(text[:64], Why.TOO_LONG)
    plain = unicodedata.normalize("NFKC", text)
    labels = list(_LABEL.finditer(plain.translate(_TRADITIONAL)))
    parts: dict[str, str] = {}
    for n, label in enumerate(labels):
        end = labels[n + 1].start() if n + 1 < len(labels) else len(plain)
        name = str(label.lastgroup)
        value = " ".join(_NEXT_ITEM.sub("", plain[label.end() : end]).strip(_PUNCTUATION).split())[:_LONGEST_PART]
        if value:
            _put(parts, name, value)
    if not parts:
        return NotUnderstood(text.strip()[:64], Why.UNCLEAR)
    return parts


def _put(parts: dict[str, str], name: str, value: str) -> None:
    """One labelled value; two things under one label are parted. What is said first holds."""
    if name == "bank_account":
        found = _NUMBER_AT_END.search(value)
        _put(parts, "bank", value[: found.start()] if found else value)
        if found:
            _put(parts, "account", found[1])
    elif name == "address_phone":
        number = phone(value)
        if isinstance(number, Understood):
            _put(parts, "phone", number.value)
            value = value.replace(number.text, " ").strip(_PUNCTUATION)
        if value:
            _put(parts, "address", value)
    else:
        parts.setdefault(name, _written(name, value))


def _written(name: str, value: str) -> str:
    if name == "tax_no":
        return re.sub(r"[\s-]", "", value).upper()
    if name == "account":
        return re.sub(r"[\s-]", "", value)
    return value


def _tax_number_fault(code: str) -> Why | None:
    """Companies have a 统一社会信用代码, traders their identity number; 15 or 20 figures were before 2015."""
    if code.isdecimal() and len(code) in (15, 20):
        return None
    return None if ric.is_valid(code) else fault_of(code)
