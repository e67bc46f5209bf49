"""What people do with sheets: ask for one, send one, import it or not."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from domain.process.names import FieldKind
from handlers.forms import runner
from handlers.forms.standing import all_steps
from handlers.new_order import sheet_lines
from handlers.sheets import texts
from handlers.turn import Turn
from services import drafts, jobs, prompts
from services.errors import NotAllowed, NotFound
from services.sheets import store
from services.sheets.reading import MOST_BYTES

QUARTER = timedelta(days=90)


def show(turn: Turn) -> None:
    """Templates and exports."""
    if not turn.chat.private:
        turn.reply("sheet.only_private")
        return
    _ends_files(turn)
    turn.reply("sheets", f"person:{turn.actor.id}")


def _ends_files(turn: Turn) -> None:
    """Whoever turns to sheets sends no more files of an order; a form that is open waits on."""
    awaited = prompts.awaited(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, reply_to=None, private=True)
    if awaited is not None and awaited.act in ("files.take", "files.more"):
        turn.wait_for_nothing()


def template(turn: Turn, kind: str) -> None:
    """One template, in this person's language."""
    if kind not in store.RIGHTS:
        raise NotFound(f"template {kind}")
    store.require_import(turn.house, turn.actor, kind)
    _ends_files(turn)
    _work(turn, "sheet.template", kind=kind)


def export(turn: Turn, period: str) -> None:
    """Orders of a period, as far as this person may see them."""
    since, until = _period(period, turn.today)
    _work(turn, "sheet.orders", since=since.isoformat(), until=until.isoformat())


def marked(turn: Turn, sheet: int) -> None:
    """逐行看: the sheet comes back with what each row would do."""
    store.require_mine(turn.session, turn.actor, sheet)
    _work(turn, "sheet.marked", sheet=str(sheet))


def _period(name: str, today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    if name == "month":
        return first, today
    if name == "last_month":
        last = first - timedelta(days=1)
        return last.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return today - QUARTER, today


def _work(turn: Turn, job: str, /, **args: str) -> None:
    if not turn.chat.private:
        turn.reply("sheet.only_private")
        return
    jobs.add(turn.session, job, person_id=turn.actor.id, chat_id=turn.chat.id, now=turn.now, args=dict(args))
    if turn.callback is not None:
        turn.toast(texts.WORKING)


# ── a sheet comes ──────────────────────────────────────────────────────────────────────────


def given(turn: Turn, draft: int | None = None) -> None:
    """A sheet came. Where an order's draft asks for papers it is one; else it is read, and fills the draft's lines."""
    found = turn.file()
    assert found is not None
    assert turn.message is not None
    if draft is not None and _is_paper(turn, draft):
        runner.typed(turn, draft)
        return
    if not any(store.may_import(turn.house, turn.actor, kind) for kind in store.RIGHTS):
        raise NotAllowed("not_your_part")
    document = turn.message.document
    name = found[1] or ""
    if document is not None and (document.file_size or 0) > MOST_BYTES:
        why = texts.REFUSALS["too_big"].plain(turn.lang)
        turn.reply("said", html=str(texts.REFUSED(turn.lang, name=name, why=why)))
        return
    sheet = store.begin(
        turn.session, turn.actor, chat_id=turn.chat.id, file_id=found[0].file_id, name=name, now=turn.now,
        draft_id=_order_draft(turn, draft),
    )  # fmt: skip
    store.show(turn.session, sheet, turn.chat.id, turn.now)


def _is_paper(turn: Turn, draft: int) -> bool:
    """Whether the draft keeps it as a paper: its lines are there, and they are not what is asked."""
    found = drafts.get(turn.session, draft)
    if found is None or found.state != "open" or found.form != "order":
        return False
    step = next((step for step in all_steps(turn, found) if step.kind is FieldKind.LINES), None)
    return step is not None and step.key in found.answers and found.step != step.key


def _order_draft(turn: Turn, draft: int | None) -> int | None:
    """The order's draft that stands open: the one that waits for words, or else the latest."""
    found = drafts.get(turn.session, draft) if draft is not None else None
    if found is not None and found.form == "order" and found.state == "open":
        return found.id
    return next((one.id for one in drafts.open_of(turn.session, turn.actor.id, "order")), None)


def press_import(turn: Turn, sheet: int, digest: str) -> None:
    """导入: the second worker carries it out."""
    store.press_import(turn.session, turn.house, turn.actor, sheet, digest, turn.now)
    store.show(turn.session, sheet, turn.chat.id, turn.now)


def cancel(turn: Turn, sheet: int) -> None:
    """取消."""
    store.cancel(turn.session, turn.actor, sheet, turn.now)
    store.show(turn.session, sheet, turn.chat.id, turn.now)


def fill(turn: Turn, sheet: int, digest: str, draft: int | None = None) -> None:
    """The lines go into an order's draft, or begin a new one."""
    lines, same = store.judged_lines(turn.session, turn.house, sheet)
    if not same:
        store.cancel(turn.session, turn.actor, sheet, turn.now)
        store.show(turn.session, sheet, turn.chat.id, turn.now)
        turn.alert(texts.LINES_CHANGED)
        return
    if draft is not None and not sheet_lines.is_open(turn, draft):
        store.show(turn.session, sheet, turn.chat.id, turn.now)
        turn.alert(texts.DRAFT_GONE)
        return
    store.press_import(turn.session, turn.house, turn.actor, sheet, digest, turn.now)
    store.show(turn.session, sheet, turn.chat.id, turn.now)
    sheet_lines.fill(turn, lines, draft)
