"""What goods bring to the desk."""

from __future__ import annotations

from markupsafe import Markup

from handlers import unheard
from handlers.goods import acts, cards, counting, inspecting, leaving, noticing, texts
from handlers.order.cards import order_seen
from handlers.order.words import head, mention
from handlers.routing import Routes
from handlers.say import Say, do, in_rows
from handlers.view import View
from locales import Text, lines
from services import people


def ask_tracking(view: View) -> Say | None:
    """A delivery note or a number?"""
    order = order_seen(view)
    if order is None:
        return None
    person = people.by_id(view.session, int(view.facts["asks"]))
    said: list[Markup] = [texts.TRACKING_BAD(view.lang)] if view.facts.get("bad") else []
    who = mention(person.telegram_id, person.name)
    said.append(texts.ASK_TRACKING(view.lang, who=who, head=head(order, view.lang)))
    return Say(lines(said), placeholder=texts.TRACKING_HINT.plain(view.lang))


def tracking_kept(view: View) -> Say | None:
    """It is noted."""
    order = order_seen(view)
    if order is None:
        return None
    name = head(order, view.lang)
    batch = int(view.facts["batch"])
    if view.facts["number"]:
        return Say(texts.TRACKING_KEPT(view.lang, head=name, batch=batch, sales=order.sales))
    return Say(texts.NOTE_KEPT(view.lang, head=name, batch=batch))


def ask_cannot(view: View) -> Say | None:
    """Why can the batch not leave?"""
    order = order_seen(view)
    if order is None or order.open_notice is None:
        return None
    person, notice, lang = people.by_id(view.session, int(view.facts["asks"])), order.open_notice, view.lang
    said = [texts.CANNOT_WORDS(lang, who=notice.noticed_by)] if view.facts.get("bad") else []
    who = mention(person.telegram_id, person.name)
    said.append(texts.ASK_CANNOT(lang, who=who, head=head(order, lang), batch=notice.batch))
    buttons = [
        do(words.plain(lang), "goods.cannot_said", order=order.id, reason=key)
        for key, words in texts.CANNOT_REASONS.items()
    ]
    return Say(lines(said), in_rows(buttons), placeholder=texts.CANNOT_HINT.plain(lang))


def ask_signed(view: View) -> Say | None:
    """The signed receipt, if there is one."""
    said = _headed(view, texts.ASK_SIGNED)
    return Say(said, placeholder=texts.SIGNED_HINT.plain(view.lang)) if said else None


def signed_kept(view: View) -> Say | None:
    """It is kept."""
    said = _headed(view, texts.SIGNED_KEPT)
    return Say(said) if said else None


def _headed(view: View, phrase: Text) -> Markup | None:
    order = order_seen(view)
    return phrase(view.lang, head=head(order, view.lang)) if order else None


ROUTES = Routes(
    acts={
        "goods.show": acts.show,
        "goods.ready": acts.ready,
        "goods.stock_in": acts.stock_in,
        "goods.other_count": counting.ask,
        "goods.count_typed": counting.typed,
        "goods.ship": leaving.ship,
        "goods.cannot": acts.cannot,
        "goods.cannot_said": acts.cannot_said,
        "goods.tracking": leaving.tracking,
        "goods.tracking_given": leaving.tracking_given,
        "goods.signed": acts.signed,
        "goods.tracking_album": leaving.tracking_album,
        "goods.signed_paper": acts.signed_paper,
        "goods.signed_album": acts.signed_album,
        "notice.issue": leaving.issue_notice,
        "notice.change": noticing.change,
        "notice.changed": noticing.changed,
        "notice.take_back": noticing.take_back,
        "inspection.pass": inspecting.pass_all,
        "inspection.fail": inspecting.ask_why,
        "inspection.failed": inspecting.failed,
    },
    says={
        "goods": cards.goods_card,
        "goods.ask_count": counting.asking,
        "goods.ask_cannot": ask_cannot,
        "notice": noticing.notice_card,
        "notice.ask": noticing.asking,
        "notice.freight": noticing.freight,
        "notice.taken_back": noticing.taken_back,
        "notice.heard": unheard.told,
        "inspection": inspecting.inspection_card,
        "inspection.ask_why": inspecting.asking,
        "inspection.heard": unheard.told,
        "inspection.unclear": lambda view: Say(texts.INSPECTION_UNCLEAR(view.lang)),
        "notice.inspection_failed": inspecting.told_failed,
        "goods.ask_tracking": ask_tracking,
        "goods.tracking_kept": tracking_kept,
        "goods.ask_signed": ask_signed,
        "goods.signed_kept": signed_kept,
        "goods.heard": unheard.told,
        "goods.unclear": lambda view: Say(texts.REPLY_UNCLEAR(view.lang)),
    },
    replies={"goods": acts.replied, "notice": noticing.replied, "inspection": inspecting.replied},
    looks={
        "goods": acts.looks_like_a_report,
        "notice": noticing.looks_like_counts,
        "inspection": inspecting.looks_like_a_result,
    },
)
