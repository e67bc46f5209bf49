"""Who decides, and how orders are changed, in words."""

from __future__ import annotations

from domain.process.changing import Factor, Weight
from domain.process.compare import Allowance
from domain.process.deciding import Level, SeatRule, WaiverRule
from domain.process.names import WaitUnit
from domain.process.reminding import Wait
from domain.process.types import Book, Leaf
from handlers.process import texts
from handlers.process.wording import bracketed, recipient, wait_in_words
from locales.formats import money, percent


def level(book: Book, leaf: Leaf, one: Level, lang: str) -> str:
    """会签：生产、采购（交期紧、特殊要求时）."""
    needed = {"needed": one.needed} if one.needed is not None else {}
    seats = texts.LIST_COMMA.plain(lang).join(_seat(book, leaf, seat, lang) for seat in one.seats)
    return texts.WITH_LABEL.plain(lang, label=texts.MODE[one.mode].plain(lang, **needed)) + seats


def _seat(book: Book, leaf: Leaf, seat: SeatRule, lang: str) -> str:
    """A reason of a rule that this leaf does not screen by cannot hold for it."""
    names = {rule.key: rule.name.in_(lang) for rule in leaf.screening}
    names |= {reason.value: words.plain(lang) for reason, words in texts.BECAUSE.items()}
    because = texts.LIST_COMMA.plain(lang).join(names[reason] for reason in seat.because if reason in names)
    reasons = [texts.SEAT_REASON[reason].plain(lang) for reason in seat.because if reason in texts.SEAT_REASON]
    when = [texts.SEAT_WHEN.plain(lang, reasons=because)] if because else []
    return bracketed(recipient(book, seat.to, lang), [*reasons, *when], lang)


def allowance(item: Allowance, lang: str) -> str:
    """轻：交期最多晚 3 个工作日、数量增减 5% 以内，1 个工作日内定."""
    if item.weight is Weight.TOLD:
        what = texts.CHANGED_AT_ONCE.plain(
            lang, fields=_comma(lang).join(field.label.in_(lang) for field in item.fields)
        )
    elif item.weight is Weight.LIGHT:
        what = texts.CHANGED_LIGHTLY.plain(lang, days=item.later_days, share=percent(item.quantity_share))
    else:
        what = (texts.CHANGED_HEAVILY if item.weight else texts.HELD_FIRST).plain(lang)
    wait = wait_in_words([item.within], lang) if item.within else ""
    return texts.LIST_INSIDE.plain(lang).join([what, texts.DECIDED_WITHIN.plain(lang, wait=wait)] if wait else [what])


def factor(item: Factor, lang: str) -> str:
    """供应链（来料延迟、来料质量）."""
    return bracketed(item.name.in_(lang), [_comma(lang).join(kind.label.in_(lang) for kind in item.kinds)], lang)


def _comma(lang: str) -> str:
    return texts.LIST_COMMA.plain(lang)


def waiver(book: Book, rule: WaiverRule, lang: str) -> str:
    """特批：货款没付清 → 管理层（最多 ¥200,000.00，最长 3 个工作日）."""
    reasons = texts.LIST_COMMA.plain(lang).join(texts.WAIVED[code].plain(lang) for code in rule.codes)
    words = texts.WAIVER.plain(lang, reasons=reasons, people=recipient(book, rule.to, lang))
    ceiling = texts.WAIVER_CEILING.plain(lang, amount=money(rule.ceiling, book.currency)) if rule.ceiling else ""
    longest = texts.WAIVER_TODAY.plain(lang)
    if rule.longest:
        longest = texts.WAIVER_LONGEST.plain(lang, wait=wait_in_words([Wait(rule.longest, WaitUnit.WORKDAYS)], lang))
    return texts.WITH_LABEL.plain(lang, label=rule.name.in_(lang)) + bracketed(words, [ceiling, longest], lang)
