"""The card of a draft: what is known so far, the question, the answers as buttons; at the end the read-back."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from handlers.forms import texts
from handlers.forms.kinds import KINDS, Asking
from handlers.forms.registry import form_of
from handlers.forms.runner import EDITING, SURE
from handlers.forms.steps import Step
from handlers.say import Button, Row, Say, act, do
from handlers.view import View
from locales import lines
from services import drafts


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
    if draft.step is None:
        return _summary(view, draft, heading)
    if draft.step == EDITING:
        return _editing(view, draft, heading)
    if draft.step == SURE:
        return _sure(view, draft, heading)
    return _question(view, draft, heading)


def _summary(view: View, draft: Any, heading: Markup) -> Say:
    said = form_of(draft.form).summary(view.session, view.house, draft, view.lang)
    return Say(
        lines([texts.SUMMARY(view.lang) + " · " + heading, *said]),
        (
            (do(texts.SUBMIT.plain(view.lang), "draft.submit", style="primary", draft=draft.id),),
            (
                _nav(view, draft, texts.EDIT, "draft.edit"),
                _nav(view, draft, texts.SAVE, "draft.save"),
                _nav(view, draft, texts.CANCEL, "draft.cancel"),
            ),
        ),
    )


def _editing(view: View, draft: Any, heading: Markup) -> Say:
    form = form_of(draft.form)
    steps = form.steps(view.house, draft) + form.extra(view.house, draft)
    # questions that find one thing together (the type) carry one label: the first of them is offered
    first: dict[str, Step] = {}
    for step in steps:
        first.setdefault(step.label(view.lang), step)
    buttons = [act(label, "draft.field", draft=draft.id, step=step.key) for label, step in first.items()]
    made = [tuple(buttons[i : i + 3]) for i in range(0, len(buttons), 3)]
    return Say(
        lines([heading, texts.WHICH_FIELD(view.lang)]),
        (*made, (_nav(view, draft, texts.DONE_EDITING, "draft.summary"),)),
    )


def _sure(view: View, draft: Any, heading: Markup) -> Say:
    return Say(
        lines([heading, texts.SURE_CANCEL(view.lang)]),
        ((
            do(texts.CONFIRM_CANCEL.plain(view.lang), "draft.discard", style="danger", draft=draft.id),
            _nav(view, draft, texts.KEEP, "draft.summary"),
        ),),
    )  # fmt: skip


def _question(view: View, draft: Any, heading: Markup) -> Say:
    form = form_of(draft.form)
    asked = form.steps(view.house, draft)
    step = next(one for one in asked + form.extra(view.house, draft) if one.key == draft.step)
    asking = Asking(view.session, view.house, draft, step, view.lang, view.today)
    kind = KINDS[step.kind]
    known = [line for one in asked if one.key != step.key for line in _known(view, draft, one)]
    bad, choose = draft.answers.get("_bad"), draft.answers.get("_choose")
    said: list[str] = [heading, *known]
    if bad:
        said.append(texts.BAD[bad["code"]](view.lang, **bad["values"]) if bad["code"] in texts.BAD else Markup(""))
    if choose:
        said.append(texts.WHICH[choose["code"]](view.lang, text=choose["text"]))
        offered: tuple[Row, ...] = tuple((asking.answer(label, value),) for label, value in choose["options"])
    else:
        said.append(Markup("<b>%s</b>") % kind.question(asking))
        offered = kind.offer(asking)
    hint = kind.hint(asking)
    if hint and not bad and not choose:
        said.append(hint)
    if step in asked and not step.required:
        offered = (*offered, (_empty(view, draft, step),))
    return Say(lines(said), (*offered, _foot(view, draft, step, asked)))


def _known(view: View, draft: Any, step: Step) -> tuple[Markup, ...]:
    value = draft.answers.get(step.key)
    if value is None or step.quiet:
        return ()
    asking = Asking(view.session, view.house, draft, step, view.lang, view.today)
    return (texts.SO_FAR(view.lang, label=step.label(view.lang), value=KINDS[step.kind].show(asking, value)),)


def _foot(view: View, draft: Any, step: Step, asked: tuple[Step, ...]) -> Row:
    """Back, aside, away; an answer with a default may be left empty."""
    if step not in asked:
        return (_empty(view, draft, step), _nav(view, draft, texts.DONE_EDITING, "draft.summary"))
    away = (_nav(view, draft, texts.SAVE, "draft.save"), _nav(view, draft, texts.CANCEL, "draft.cancel"))
    at_start = (
        step == asked[0]
        and KINDS[step.kind].back(Asking(view.session, view.house, draft, step, view.lang, view.today)) is None
    )
    return away[1:] if at_start else (_nav(view, draft, texts.BACK, "draft.back"), *away)


def _empty(view: View, draft: Any, step: Step) -> Button:
    return act(texts.SKIP.plain(view.lang), "draft.skip", draft=draft.id, step=step.key)


def _nav(view: View, draft: Any, label: Any, name: str) -> Button:
    return act(label.plain(view.lang), name, draft=draft.id)


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
