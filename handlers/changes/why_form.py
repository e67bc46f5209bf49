"""Why an order is to be changed: factor, reason, what is done about it; the read-back is the comparison (text 16)."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from domain.changes import ChangeKind
from domain.process.changing import ChangePolicy, Factor
from domain.process.names import FieldKind, MoneyView
from handlers.changes import texts
from handlers.changes.words import difference_lines, effect_lines, factor_words, route_line
from handlers.forms.kinds import ADVISED, press
from handlers.forms.registry import Remarks, enter
from handlers.forms.steps import Choice, Step, said
from handlers.money_words import amount
from handlers.order.words import together
from handlers.refusals import reason_lines
from handlers.turn import House, Turn
from handlers.view import View
from services import drafts
from services.changes import asking, drafting, policy
from services.changes.asking import Preview, Why
from services.errors import BotError, NotAllowed, Refused
from services.order_view import OrderView, view_of


class ChangeForm:
    """Asking for a change."""

    name = "change"

    def steps(self, house: House, draft: Any) -> tuple[Step, ...]:
        rules = house.book.change
        if rules is None:
            return ()
        factors = tuple(Choice(key, factor.name.in_) for key, factor in rules.factors.items())
        asked = [
            Step(
                "factor", FieldKind.CHOICE, said(texts.FACTOR), said(texts.ASK_FACTOR), choices=factors,
                clears=("factor_kind", "countermeasure", "contingency"),
            )
        ]  # fmt: skip
        factor = _factor(rules, draft)
        if factor is not None and factor.kinds:
            kinds = tuple(Choice(kind.key, kind.label.in_) for kind in factor.kinds)
            asked.append(
                Step(
                    "factor_kind", FieldKind.CHOICE, said(texts.FACTOR_KIND), said(texts.ASK_FACTOR_KIND), choices=kinds
                )
            )
        most = {"max_length": asking.LONGEST}
        asked.append(Step("reason", FieldKind.TEXT, said(texts.REASON), said(texts.ASK_REASON), params=most))
        return tuple(asked)

    def extra(self, house: House, draft: Any) -> tuple[Step, ...]:
        """Suggested by the book for the factor, changed on the read-back."""
        factor = _factor(house.book.change, draft)
        most = {"max_length": asking.LONGEST}
        return tuple(
            Step(
                key, ADVISED, said(label), said(ask), required=False, params=most,
                choices=tuple(Choice(words.zh, words.in_) for words in advice),
            )
            for key, label, ask, advice in (
                ("countermeasure", texts.COUNTERMEASURE, texts.ASK_COUNTERMEASURE, factor.countermeasures if factor else ()),
                ("contingency", texts.CONTINGENCY, texts.ASK_CONTINGENCY, factor.contingencies if factor else ()),
            )
        )  # fmt: skip

    def heading(self, house: House, draft: Any, lang: str) -> Markup:
        return texts.TITLE[ChangeKind(draft.answers["_kind"])](lang, number=str(draft.answers["_number"]))

    def summary(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return ()

    def remarks(self, view: View, draft: Any) -> Remarks:
        """The comparison, with what stands against it by now."""
        order = view_of(view.session, view.house, int(draft.answers["_order"]), view.now)
        again = (press(draft, texts.BTN_AGAIN.plain(view.lang), "change.again"),) if "_new" in draft.answers else ()
        try:
            shown = preview_of(view.session, view.house, draft, view.now)
        except Refused as refused:
            words = reason_lines(
                view.session, view.book, refused.refusals, lang=view.lang, money=view.money, leaf=order.leaf, view=order,
                amount=lambda minor: amount(minor, order),
            )  # fmt: skip
            return Remarks(before=(words,), mends=again)
        except BotError:
            return Remarks(before=(texts.MENU_OPEN(view.lang, head=order.number),), mends=again)
        unread = draft.answers.get("_unread")
        untold = [texts.NOT_USED(view.lang, words=together(unread, view.lang))] if unread else []
        return Remarks(before=comparison(view, order, shown), after=(*_why(view, draft), *untold), mends=again)

    def finished(self, session: Any, house: House, draft: Any, lang: str) -> tuple[Markup, ...]:
        return (texts.SENT(lang),)

    def submit(self, turn: Turn, draft: Any) -> None:
        answers = draft.answers
        order, kind = int(answers["_order"]), ChangeKind(answers["_kind"])
        rules = policy.policy_of(turn.session, turn.house, asking.order_of(turn.session, order))
        factor = rules.factors.get(str(answers["factor"]))
        why = Why(
            str(answers["factor"]), answers.get("factor_kind"), str(answers["reason"]),
            _advice(answers, "countermeasure", factor, turn.lang), _advice(answers, "contingency", factor, turn.lang),
        )  # fmt: skip
        if kind is ChangeKind.EDIT:
            wanted = drafting.wanted(answers["_new"])
            made = asking.ask(turn.session, turn.house, turn.actor, order, wanted, why, turn.now)
        else:
            made = asking.ask_whole(turn.session, turn.house, turn.actor, order, kind, why, turn.now)
        drafts.submitted(draft, turn.now)
        content = drafts.get(turn.session, int(answers["_draft"])) if "_draft" in answers else None
        if content is not None and content.state == "open":
            drafts.submitted(content, turn.now)
        turn.card("change", f"change:{made.id}", order_id=order, answer=True)


CHANGE_FORM = enter(ChangeForm())


def preview_of(session: Any, house: House, draft: Any, now: Any) -> Preview:
    """What the draft would come to now."""
    order = asking.order_of(session, int(draft.answers["_order"]))
    kind = ChangeKind(draft.answers["_kind"])
    if asking.open_of(session, order.id) is not None:
        raise NotAllowed("change_open")
    if kind is not ChangeKind.EDIT:
        return asking.previewed_whole(session, house, order, kind)
    return asking.previewed(session, house, order, drafting.wanted(draft.answers["_new"]), now)


def comparison(view: View, order: OrderView, shown: Preview) -> tuple[Markup, ...]:
    """Text 16: before → after, money, gates, who is asked."""
    lang, full = view.lang, view.money is MoneyView.FULL
    said: list[Markup] = []
    if shown.kind is ChangeKind.CANCEL:
        received = order.facts.net_minor
        said.append(
            texts.CANCEL_WHAT(lang, received=amount(received, order))
            if full and received > 0
            else texts.CANCEL_WHAT_BARE(lang)
        )
    elif shown.kind is ChangeKind.REOPEN:
        said.append(texts.REOPEN_WHAT(lang))
    else:
        said += difference_lines(
            view.session, order, shown.before, shown.after, lang=lang, money=view.money, today=view.today
        )
        if full:
            said += effect_lines(order, shown.weighed.effects, int(shown.after["total"]), lang=lang)
    return (*said, route_line(order, shown, lang), texts.UNTIL_THEN(lang))


def _why(view: View, draft: Any) -> list[Markup]:
    answers, rules = draft.answers, view.book.change
    if "factor" not in answers or "reason" not in answers:
        return []
    factor = factor_words(rules, str(answers["factor"]), answers.get("factor_kind"), view.lang)
    said = [texts.BECAUSE(view.lang, reason=str(answers["reason"]), factor=factor)]
    known = _factor(rules, draft)
    countermeasure, contingency = (
        _advice(answers, key, known, view.lang) for key in ("countermeasure", "contingency")
    )  # fmt: skip
    if countermeasure and contingency:
        said.append(texts.DONE_ABOUT_BOTH(view.lang, countermeasure=countermeasure, contingency=contingency))
    elif countermeasure:
        said.append(texts.DONE_ABOUT(view.lang, countermeasure=countermeasure))
    return said


def _factor(rules: ChangePolicy | None, draft: Any) -> Factor | None:
    return rules.factors.get(str(draft.answers.get("factor"))) if rules is not None else None


def _advice(answers: Any, key: str, factor: Factor | None, lang: str) -> str | None:
    """What somebody wrote, or else the first that the book suggests; nothing where it was left empty on purpose."""
    if answers.get(key):
        return str(answers[key])
    if key in answers.get("_passed", ()) or factor is None:
        return None
    advice = factor.countermeasures if key == "countermeasure" else factor.contingencies
    return advice[0].in_(lang) if advice else None
