"""The start page and the generic answers."""

from __future__ import annotations

from markupsafe import Markup

from domain.rights import may
from handlers import texts as common
from handlers.company.pages import setup
from handlers.home import texts
from handlers.new_order import one_line
from handlers.order.acts import by_number
from handlers.order.judged import reason_of
from handlers.order.texts import BTN_COMPLETE_ONE
from handlers.order.words import head
from handlers.routing import Routes
from handlers.say import Button, Row, Say, act, do, rows
from handlers.turn import Turn
from handlers.view import View
from locales import LANGUAGES, lines
from services import drafts, people, repeating, returning, waiting
from services.house import who
from services.looking import find
from services.order_view import OrderView, view_of
from services.people import PersonFacts


def start(turn: Turn) -> None:
    """Show the start page anew."""
    turn.reply("home", f"person:{turn.actor.id}")


def unasked(turn: Turn) -> None:
    """Words that nothing asked for: an order in one message, the number of one, or anything."""
    if one_line.heard(turn):
        return
    if turn.text and find(turn.session, turn.house, turn.actor, turn.text, turn.now):
        by_number(turn)
    else:
        turn.reply("unasked")


def help_(turn: Turn) -> None:
    """What the bot can do."""
    turn.reply("help")


def language(turn: Turn) -> None:
    """Offer the languages."""
    turn.reply("language")


def set_language(turn: Turn, language: str) -> None:
    """The person's language, or in a group the group's."""
    people.set_language(turn.session, turn.actor, turn.chat, language)
    turn.reply("language.set")


# ── renderers ──────────────────────────────────────────────────────────────────────────────


def _hour_words(view: View) -> str:
    hour = view.now.astimezone(view.house.zone).hour
    text = texts.MORNING if hour < 11 else texts.EVENING if hour >= 18 else texts.DAY
    return text.plain(view.lang)


def home(view: View) -> Say:
    """What waits, and what can be done."""
    person = people.by_id(view.session, view.subject_id)
    rights = who(person)
    open_drafts = drafts.open_of(view.session, person.id, "order")
    todo = texts.DRAFTS_OPEN(view.lang, count=len(open_drafts)) if open_drafts else texts.NOTHING_OPEN(view.lang)
    may_file = may(view.book, rights, "order.file")
    returned = [
        view_of(view.session, view.house, order.id, view.now)
        for order in returning.returned_to(view.session, person.id)
    ]
    waits = waiting.of_person(view.session, view.house, person, view.now)
    if returned and not open_drafts:
        todo = texts.WAITS(view.lang, count=len(waits))
    elif len(waits) > len(open_drafts):
        todo = texts.WAITS_BARE(view.lang, count=len(waits))
    said = [texts.HELLO(view.lang, name=person.name, greeting=_hour_words(view), todo=todo)]
    said += [_returned(view, order) for order in returned]
    missing, next_step = setup(view) if rights.admin else ((), ())
    said += missing or [texts.WHAT_NEXT(view.lang) if may_file else texts.NOT_SALES(view.lang)]
    resume = _resume(view, [draft.id for draft in open_drafts])
    return Say(
        lines(said),
        rows(
            next_step,
            tuple(_complete(view, order) for order in returned) if may_file else None,
            _file(view, person) if may_file else None,
            (
                *(resume if may_file else ()),
                act(texts.MY_ORDERS.plain(view.lang), "order.list"),
                *((act(texts.SLIP.plain(view.lang), "slip.choose"),) if may_file else ()),
            ),
            (
                *((act(texts.TODO.plain(view.lang, count=len(waits)), "todo.show"),) if waits else ()),
                act(texts.PROCESS.plain(view.lang), "process.show"),
                act(texts.LANGUAGE.plain(view.lang), "home.language"),
            ),
            (act(texts.COMPANY.plain(view.lang), "company.show"),) if rights.admin else None,
        ),
    )


def _returned(view: View, order: OrderView) -> Markup:
    """`• XS261121-002 永盛五金 退回补充：缺收货电话`."""
    if order.review is None or not order.review.reason:
        return texts.RETURNED_BARE(view.lang, head=head(order, view.lang))
    return texts.RETURNED(view.lang, head=head(order, view.lang), reason=reason_of(view, order.review))


def _complete(view: View, order: OrderView) -> Button:
    number = order.number.rpartition("-")[2]
    return act(BTN_COMPLETE_ONE.plain(view.lang, number=number), "order.complete", order=order.id)


def _file(view: View, person: PersonFacts) -> Row:
    """A new order, or one like an old one."""
    new = act(texts.NEW.plain(view.lang), "order.new", style="primary")
    if not repeating.repeatable(view.session, view.house, person, limit=1):
        return (new,)
    return new, act(texts.AGAIN.plain(view.lang), "order.again_which")


def _resume(view: View, open_drafts: list[int]) -> tuple[Button, ...]:
    """The way back to the draft, or to a list of them."""
    if len(open_drafts) > 1:
        return (act(texts.RESUME_ONE_OF.plain(view.lang, count=len(open_drafts)), "draft.list"),)
    return tuple(act(texts.RESUME.plain(view.lang), "draft.resume", draft=draft) for draft in open_drafts)


def joined_say(view: View) -> Say:
    """The welcome."""
    person = people.by_id(view.session, view.subject_id)
    department = view.department(person.department)
    return Say(
        texts.JOINED(view.lang, name=person.name, department=department, role=texts.ROLE[person.role].plain(view.lang))
    )


def said(view: View) -> Say:
    """A sentence that was rendered for one reader when it was said."""
    return Say(Markup(view.facts["html"]))  # noqa: S704 - rendered and escaped by a Text


def languages(view: View) -> Say:
    """The languages as buttons, one a row: beside each other a short question leaves them no room."""
    buttons = [do(texts.LANGUAGE_NAMES[one], "home.set_language", language=one) for one in LANGUAGES]
    return Say(texts.CHOOSE_LANGUAGE(view.lang), tuple((button,) for button in buttons))


def unasked_say(view: View) -> Say:
    """Words that were not understood, and the two likeliest wishes."""
    new = act(texts.NEW.plain(view.lang), "order.new")
    return Say(texts.UNASKED(view.lang), ((new, act(texts.MY_ORDERS.plain(view.lang), "order.list")),))


def anchor(view: View) -> Say:
    """Where the history stands today, for the administrators to keep. The day is written as `audit verify` reads it."""
    facts = view.facts
    return Say(
        common.ANCHOR(view.lang, day=view.subject, entries=int(facts["entries"]), hash=str(facts["hash"])), silent=True
    )


ROUTES = Routes(
    acts={
        "home.unasked": unasked,
        "home.language": language,
        "home.set_language": set_language,
    },
    says={
        "home": home,
        "joined": joined_say,
        "said": said,
        "outsider": lambda view: Say(common.OUTSIDER(view.lang)),
        "not_found": lambda view: Say(common.NOT_FOUND(view.lang)),
        "answered_before": lambda view: Say(common.ANSWERED_BEFORE(view.lang)),
        "unknown_command": lambda view: Say(common.UNKNOWN_COMMAND(view.lang)),
        "unasked": unasked_say,
        "help": lambda view: Say(texts.HELP(view.lang)),
        "language": languages,
        "language.set": lambda view: Say(texts.LANGUAGE_SET(view.lang)),
        "anchor": anchor,
        "alarm": lambda view: Say(common.ALARM(view.lang, what=str(view.facts.get("what", "")))),
        "after_outage": lambda view: Say(common.AFTER_OUTAGE(view.lang)),
    },
    commands={"start": start, "help": help_, "language": language},
    words=texts.COMMAND_WORDS,
)  # fmt: skip
