"""The card of a sheet from its arrival to its import, the page of templates, and the files that go out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from domain.process.names import MoneyView
from domain.rights import money_view
from domain.understanding import Understood, measured
from handlers.new_order.line_state import line_words
from handlers.say import Row, Say, Upload, act, do, in_rows, rows
from handlers.sheets import texts
from handlers.sheets.words import columns_listed, fault_line, field_changes, filled
from handlers.view import View
from locales import Text, formats, lines
from services import drafts, jobs, people
from services.people import PersonFacts
from services.sheets import store
from services.sheets.goods import totals
from services.sheets.store import SheetFacts

SHOWN_FAULTS = 6
SHOWN_FIELDS = 3
SHOWN_WARNINGS = 5


def _person(view: View, person_id: int) -> PersonFacts:
    return people.by_id(view.session, person_id)


# ── the page ───────────────────────────────────────────────────────────────────────────────


def page(view: View) -> Say:
    """Which templates this person can use, and which orders they can take out."""
    person = _person(view, view.subject_id)
    kinds = [kind for kind in store.RIGHTS if store.may_import(view.house, person, kind)]
    templates = [act(texts.TEMPLATES[kind].plain(view.lang), "sheet.template", kind=kind) for kind in kinds]
    exports = [act(label.plain(view.lang), "sheet.export", period=key) for key, label in texts.EXPORTS.items()]
    said = [texts.PAGE(view.lang)] if templates else []
    said.append(texts.PAGE_OUT(view.lang))
    return Say(lines(said), rows(*in_rows(templates), *in_rows(exports)))


# ── a sheet ────────────────────────────────────────────────────────────────────────────────


def sheet(view: View) -> Say:
    """What became of a sheet, and what it would do."""
    one = store.facts(view.session, view.subject_id)
    if one.state == "reading":
        return Say(texts.READING(view.lang, name=one.name))
    if one.state == "refused":
        return Say(_refused(view, one))
    if one.state == "failed":
        return Say(lines([_head(view, one), texts.FAILED(view.lang)]))
    if one.state == "faulty":
        return Say(lines(_faulty(view, one)))
    return _preview(view, one)


def _head(view: View, one: SheetFacts) -> Markup:
    if one.kind is None:
        return lines([one.name])
    return texts.HEAD(view.lang, kind=texts.KINDS[one.kind].plain(view.lang), name=one.name)


def _refused(view: View, one: SheetFacts) -> Markup:
    code, values = str(one.summary["code"]), dict(one.summary["values"])
    kind = str(values.get("kind", ""))
    if kind:
        if "missing" in values:
            groups = [group.split("|") for group in str(values["missing"]).split("\n")]
            values["columns"] = columns_listed(kind, groups, view.lang)
        elif "heads" in values:
            values["columns"] = texts.COMMA.plain(view.lang).join(str(values["heads"]).split("\n"))
        values["kind"] = texts.KINDS[kind].plain(view.lang)
    return texts.REFUSED(view.lang, name=one.name, why=filled(texts.REFUSALS[code], values, view.lang))


def _faulty(view: View, one: SheetFacts) -> Iterator[Markup]:
    faults, count = one.summary["faults"], int(one.summary["fault_count"])
    yield _head(view, one)
    if one.summary.get("anew"):
        yield texts.ANEW(view.lang)
    yield texts.FAULTY(view.lang, count=count)
    heads = one.summary.get("heads", {})
    for fault in faults[:SHOWN_FAULTS]:
        yield fault_line(str(one.kind), fault, view.lang, heads)
    if count > SHOWN_FAULTS:
        yield texts.MORE_FAULTS(view.lang, count=count - SHOWN_FAULTS)
    yield from _aside(view, one)


def _preview(view: View, one: SheetFacts) -> Say:
    said = [_head(view, one)]
    if one.summary.get("anew") and one.state == "preview":
        said.append(texts.ANEW(view.lang))
    said.append(_counts(view, one))
    if one.state in ("preview", "importing"):
        said += _changes(view, one)
        said += list(_aside(view, one))
    if one.state == "preview":
        if not _does_anything(one):
            return Say(lines([*said, texts.NO_CHANGE(view.lang)]))
        return Say(lines(said), _buttons(view, one))
    said.append(_outcome(one)(view.lang))
    return Say(lines(said))


def _does_anything(one: SheetFacts) -> bool:
    counts = one.summary["counts"]
    return bool(counts["new"] or counts["changed"])


def _outcome(one: SheetFacts) -> Text:
    if one.state == "importing":
        return texts.IMPORTING
    if one.state == "cancelled":
        return texts.CANCELLED
    if one.kind == store.LINES:
        return texts.FILLED
    claimed = any(code == "finance_confirms" for code, _values in one.summary["warnings"])
    return texts.IMPORTED_MONEY if claimed else texts.IMPORTED


def _counts(view: View, one: SheetFacts) -> Markup:
    counts = one.summary["counts"]
    if one.kind == store.LINES:
        if view.money is not MoneyView.FULL:
            return texts.LINES_COUNT_BARE(view.lang, count=counts["new"])
        total = formats.money(totals(one.summary["lines"], view.book.currency), view.book.currency)
        return texts.LINES_COUNT(view.lang, count=counts["new"], total=total)
    if one.kind == store.OPENING:
        total = formats.money(Decimal(one.summary["total"]), view.book.currency)
        return texts.ORDERS_COUNT(view.lang, count=counts["new"], total=total)
    return texts.COUNTS(view.lang, new=counts["new"], changed=counts["changed"], same=counts["same"])


def _changes(view: View, one: SheetFacts) -> list[Markup]:
    shown = one.summary["changes"]
    if one.kind == store.LINES:  # every row is a line
        said = [_line(view, change["row"], line) for change, line in zip(shown, one.summary["lines"], strict=False)]
    else:
        said = [_change(view, str(one.kind), change) for change in shown]
    left = one.summary["counts"]["new"] + one.summary["counts"]["changed"] - len(shown)
    return [*said, texts.AND_MORE(view.lang, count=left)] if left > 0 else said


def _change(view: View, kind: str, change: Mapping[str, Any]) -> Markup:
    if change["what"] == "new":
        return texts.NEW(view.lang, row=change["row"], name=change["name"])
    fields = field_changes(kind, change["fields"], view.lang)[:SHOWN_FIELDS]
    return texts.CHANGED(
        view.lang, row=change["row"], name=change["name"], fields=texts.COMMA.plain(view.lang).join(fields)
    )


def _line(view: View, row: int, line: Mapping[str, Any]) -> Markup:
    """第 2 行 X200 减速电机 24 台 × ¥58.00（2箱 = 24 台）."""
    known = dict(line) if view.money is MoneyView.FULL else {**line, "price": None}
    name, words = line_words(known, view.book.currency), str(line["words"])
    said = measured(words)
    if isinstance(said, Understood) and said.value.number != Decimal(line["quantity"]):
        quantity = f"{formats.quantity(Decimal(line['quantity']))} {line['unit']}"
        return texts.NEW_PACKED(view.lang, row=row, name=name, words=words, quantity=quantity)
    return texts.NEW(view.lang, row=row, name=name)


def _aside(view: View, one: SheetFacts) -> Iterator[Markup]:
    """Warnings, columns that were not used, which page it was."""
    money_first = sorted(one.summary["warnings"], key=lambda warning: warning[0] != "finance_confirms")
    for code, values in money_first[:SHOWN_WARNINGS]:
        given = dict(values)
        if "rows" in given:
            rows_ = str(given["rows"]).split()
            more = "…" if int(given["count"]) > len(rows_) else ""
            given = {"rows": texts.COMMA.plain(view.lang).join(rows_) + more}
        if code == "finance_confirms":
            given["amount"] = formats.money(Decimal(given["amount"]), view.book.currency)
        yield texts.WARNINGS[code](view.lang, **given)
    if one.summary.get("unknown"):
        columns = texts.COMMA.plain(view.lang).join(one.summary["unknown"][:8])
        yield texts.UNKNOWN(view.lang, columns=columns)
    if one.summary.get("pages", 1) > 1:
        yield texts.PAGE_NAME(view.lang, page=one.summary["page"])


def _buttons(view: View, one: SheetFacts) -> tuple[Row, ...]:
    cancel = do(texts.CANCEL.plain(view.lang), "sheet.cancel", sheet=one.id)
    if one.kind != store.LINES:
        go = do(texts.IMPORT.plain(view.lang), "sheet.import", style="primary", sheet=one.id, digest=one.digest)
        look = act(texts.ROW_BY_ROW.plain(view.lang), "sheet.marked", sheet=one.id)
        return ((go, cancel), (look,))
    draft = drafts.get(view.session, one.draft_id) if one.draft_id else None
    fill = None
    if draft is not None and draft.state == "open":
        label = texts.INTO_DRAFT.plain(view.lang)
        fill = do(label, "sheet.fill", style="primary", sheet=one.id, digest=one.digest, draft=draft.id)
    new = do(texts.NEW_ORDER.plain(view.lang), "sheet.fill", style=None if fill else "primary", sheet=one.id,
             digest=one.digest)  # fmt: skip
    return rows((fill,) if fill else None, (new, cancel))


# ── files ──────────────────────────────────────────────────────────────────────────────────


def file(view: View) -> Say:
    """A file that a job made, with a word on it."""
    facts, what = view.facts, str(view.facts["what"])
    if what == "nothing":
        return Say(texts.EXPORT_EMPTY(view.lang, period=_period(view)))
    made = jobs.file_of(view.session, view.subject_id)
    if made is None:
        return Say(texts.FILE_GONE(view.lang))
    if what == "template":
        said = [texts.TEMPLATE_READY(view.lang, kind=texts.KINDS[facts["kind"]].plain(view.lang))]
    elif what == "faults":
        said = [texts.FAULTS_READY(view.lang)]
    elif what == "marked":
        said = [texts.MARKED_READY(view.lang)]
    else:
        said = [texts.EXPORT_READY(view.lang, orders=facts["orders"], lines=facts["lines"], period=_period(view))]
        if facts.get("cut"):
            said.append(texts.EXPORT_CUT(view.lang, orders=facts["orders"]))
        if money_view(view.book, view.chat.departments) is not MoneyView.FULL and facts.get("money"):
            return Say(texts.FILE_GONE(view.lang))  # whoever asked sees less by now than when it was made
    return Say(lines(said), document=Upload(made[0], made[1]))


def _period(view: View) -> str:
    return texts.PERIOD.plain(view.lang, since=str(view.facts["since"]), until=str(view.facts["until"]))
