"""The card of a draft: what is known so far, the question, the answers as buttons; at the end the read-back."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from domain.process.names import FieldKind
from handlers.folding import clipped
from handlers.forms import texts
from handlers.forms.fitting import MOST_LINES, fitted
from handlers.forms.kinds import KINDS, Asking, press
from handlers.forms.registry import form_of, remarks, shortcuts
from handlers.forms.standing import wrong
from handlers.forms.steps import EDITING, SURE, Step
from handlers.say import Button, Row, Say, act, in_rows, rows
from handlers.view import View
from locales import formats, lines
from services import drafts

MOST_READINGS = 8
LONGEST_HEARD = 81
"""Characters of a message that stand on the card again, the dots for the rest among them."""
MOST_KNOWN = 5
"""So many answers stand above the question; with heading, question, hint or complaint a phone shows it whole."""


def draft_card(view: View) -> Say | None:
    """The one card of a form."""
    draft = drafts.get(view.session, view.subject_id)
    if draft is None:
        return None
    form = form_of(draft.form)
    heading = form.heading(view.house, draft, view.lang)
    if draft.state == "discarded":
        return Say(lines([heading, texts.DISCARDED(view.lang)]))
    if draft.state == "submitted":
        return Say(lines([heading, *form.finished(view.session, view.house, draft, view.lang)]))
    if "_saved" in draft.answers:
        return _saved(view, draft, heading)
    if draft.step == EDITING:
        return _editing(view, draft, heading)
    if draft.step == SURE:
        return _sure(view, draft, heading)
    asked, extra = form.steps(view.house, draft), form.extra(view.house, draft)
    step = next((one for one in asked + extra if one.key == draft.step), None)
    # a question that is gone, with the type or with another book, is no question: the read-back leads on
    return _summary(view, draft, heading) if step is None else _question(view, draft, heading, step, asked)


def drafts_list(view: View) -> Say:
    """The open drafts of a person, each a button to go on with."""
    found = drafts.open_of(view.session, view.subject_id)
    if not found:
        return Say(texts.NO_DRAFTS(view.lang))
    each = tuple((_resume(view, draft, _named(view, draft)),) for draft in found[:8])
    return Say(texts.OPEN_DRAFTS(view.lang, count=len(found)), each)


def _named(view: View, draft: Any) -> str:
    heading = form_of(draft.form).heading(view.house, draft, view.lang)
    day = formats.day_short(view.lang, view.house.today(draft.updated_at), view.today)
    return texts.DRAFT_NAMED.plain(view.lang, heading=heading, day=day)


# ── beside the questions ───────────────────────────────────────────────────────────────────


def _saved(view: View, draft: Any, heading: Markup) -> Say:
    return Say(
        lines([heading, lacking(view, draft), texts.SAVED(view.lang)]),
        ((_resume(view, draft, texts.KEEP.plain(view.lang)),),),
    )


def lacking(view: View, draft: Any) -> Markup:
    """What of a form is not answered yet."""
    lacks = [
        step.label(view.lang)
        for step in form_of(draft.form).steps(view.house, draft)
        if step.required and step.key not in draft.answers
    ]
    what = texts.LIST_COMMA.plain(view.lang).join(dict.fromkeys(lacks))
    return texts.SAVED_LACKS(view.lang, what=what) if lacks else texts.SAVED_COMPLETE(view.lang)


def _resume(view: View, draft: Any, label: str) -> Button:
    return act(label, "draft.resume", draft=draft.id)


def _summary(view: View, draft: Any, heading: Markup) -> Say:
    remark = _remark(view, draft)
    found = remarks(form_of(draft.form))(view, draft)
    room = MOST_LINES - 1 - len(found.before) - len(found.after) - len(remark)
    said = form_of(draft.form).summary(view.session, view.house, draft, view.lang)
    first = Markup(" · ").join((texts.SUMMARY(view.lang), heading))
    return Say(
        lines([first, *found.before, *fitted(said, room), *found.after, *remark]),
        (
            *rows(found.mends),
            (press(draft, texts.SUBMIT.plain(view.lang), "draft.submit", effect=True, style="primary"),),
            *rows(_shortcuts(view, draft)),
            (
                _nav(view, draft, texts.EDIT, "draft.edit"),
                _nav(view, draft, texts.SAVE, "draft.save"),
                _nav(view, draft, texts.CANCEL, "draft.cancel"),
            ),
        ),
    )


def _editing(view: View, draft: Any, heading: Markup) -> Say:
    form = form_of(draft.form)
    # questions that find one thing together (the type) carry one label: the first of them is offered
    first: dict[str, Step] = {}
    parts: list[Button] = []
    for step in form.steps(view.house, draft) + form.extra(view.house, draft):
        first.setdefault(step.label(view.lang), step)
        if step.key in draft.answers:
            parts += KINDS[step.kind].parts(_asking(view, draft, step), draft.answers[step.key])
    fields = [press(draft, label, "draft.field", step=step.key) for label, step in first.items()]
    buttons = fields + parts
    return Say(
        lines([heading, texts.WHICH_FIELD(view.lang), *_remark(view, draft)]),
        (
            *in_rows(buttons, 3),
            (_nav(view, draft, texts.DONE_EDITING, "draft.summary"),),
        ),
    )


def _sure(view: View, draft: Any, heading: Markup) -> Say:
    return Say(
        lines([heading, texts.SURE_CANCEL(view.lang), *_remark(view, draft)]),
        ((
            press(draft, texts.CONFIRM_CANCEL.plain(view.lang), "draft.discard", effect=True, style="danger"),
            _nav(view, draft, texts.KEEP, "draft.summary"),
        ),),
    )  # fmt: skip


# ── a question ─────────────────────────────────────────────────────────────────────────────


def _question(view: View, draft: Any, heading: Markup, step: Step, asked: tuple[Step, ...]) -> Say:
    asking = _asking(view, draft, step)
    kind = KINDS[step.kind]
    known = [line for one in asked if one.key != step.key for line in _known(view, draft, one)]
    remark = _remark(view, draft)
    said: list[str] = [heading, *known[-MOST_KNOWN:], *_waiting(view, draft), *remark]
    choose = draft.answers.get("_choose")
    if choose:
        said.append(texts.WHICH[choose["code"]](view.lang, text=choose["text"]))
        offered = _readings(asking, choose["options"])
    else:
        said.append(Markup("<b>%s</b>") % kind.question(asking))
        hint = kind.hint(asking)
        if hint and not remark:
            said.append(hint)
        offered = kind.offer(asking)
        if step.kind is FieldKind.DATE:
            offered = (*offered, *rows(tuple(b for b in _shortcuts(view, draft) if not _leads_to(b, step))))
    return Say(lines(said), (*offered, *rows(kind.beside(asking)), *_foot(view, draft, step, asked)))


def _shortcuts(view: View, draft: Any) -> Row:
    return shortcuts(form_of(draft.form))(view.session, view.house, draft, view.lang, view.today)


def _leads_to(button: Button, step: Step) -> bool:
    return button.act is not None and button.act.args.get("step") == step.key


def _readings(asking: Asking, options: list[list[Any]]) -> tuple[Row, ...]:
    """What may have been meant, a button each, eight at a time."""
    page = int(asking.draft.answers.get("_page", 0))
    shown = options[page * MOST_READINGS :][:MOST_READINGS]
    rows: tuple[Row, ...] = tuple((asking.answer(label, value),) for label, value in shown)
    if len(options) <= MOST_READINGS:
        return rows
    following = page + 1 if len(options) > (page + 1) * MOST_READINGS else 0
    return (*rows, (press(asking.draft, texts.MORE.plain(asking.lang), "draft.others", page=following),))


def _waiting(view: View, draft: Any) -> tuple[Markup, ...]:
    """What one message said of questions that are still to come."""
    message = draft.answers.get("_message") if "_given" in draft.answers else None
    if message is None:
        return ()
    return (texts.HEARD(view.lang, words=clipped(" ".join(message.split()), LONGEST_HEARD)),)


def _known(view: View, draft: Any, step: Step) -> tuple[Markup, ...]:
    value = draft.answers.get(step.key)
    if value is None or step.quiet:
        return ()
    shown = KINDS[step.kind].show(_asking(view, draft, step), value)
    return (texts.SO_FAR(view.lang, label=step.label(view.lang), value=shown),)


def _remark(view: View, draft: Any) -> tuple[Markup, ...]:
    """What was wrong with the last words, or what became of the last file."""
    bad, said = draft.answers.get("_bad"), draft.answers.get("_said")
    if bad:
        return (texts.BAD[bad["code"]](view.lang, **bad["values"]),)
    return (texts.SAID[said["code"]](view.lang, **said["values"]),) if said else ()


def _foot(view: View, draft: Any, step: Step, asked: tuple[Step, ...]) -> tuple[Row, ...]:
    """Back, aside, away; an answer that is there may stay, one with a default may be left empty."""
    asking = _asking(view, draft, step)
    empty = press(draft, texts.SKIP.plain(view.lang), "draft.skip", step=step.key)
    keep = _nav(view, draft, texts.DONE_EDITING, "draft.summary")
    if step not in asked:
        return ((empty, keep),)
    stays = step.key in draft.answers and wrong(asking) is None
    at_start = step == asked[0] and KINDS[step.kind].back(asking) is None and "_choose" not in draft.answers
    first = (*((keep,) if stays else ()), *(() if step.required else (empty,)))
    away = (_nav(view, draft, texts.SAVE, "draft.save"), _nav(view, draft, texts.CANCEL, "draft.cancel"))
    if at_start:
        return rows(first, away if drafts.has_answers(draft) else away[1:])
    return rows(first, (_nav(view, draft, texts.BACK, "draft.back"), *away))


def _asking(view: View, draft: Any, step: Step) -> Asking:
    return Asking(view.session, view.house, draft, step, view.lang, view.today)


def _nav(view: View, draft: Any, label: Any, name: str) -> Button:
    return press(draft, label.plain(view.lang), name)


def plain_summary(session: Any, house: Any, draft: Any, lang: str, *, today: Any) -> tuple[Markup, ...]:
    """Label and value, a line each, for forms without a read-back of their own."""
    form = form_of(draft.form)
    said: list[Markup] = []
    for step in form.steps(house, draft) + form.extra(house, draft):
        value = draft.answers.get(step.key)
        if value is not None:
            asking = Asking(session, house, draft, step, lang, today)
            said.append(texts.SO_FAR(lang, label=step.label(lang), value=KINDS[step.kind].show(asking, value)))
    return tuple(said)
