"""Files as they are shown: the card of those that just came, and albums of those that an order has."""

from __future__ import annotations

from collections.abc import Iterator

from domain.attachments import Purpose
from domain.rights import may
from handlers.attachments import texts
from handlers.order.cards import order_seen
from handlers.order.words import head
from handlers.say import Button, Row, Say, act, do, in_rows
from handlers.view import View
from locales import lines
from services import attachments, basis, people
from services.attachments import FileView
from services.house import who
from services.order_view import OrderView


def asking(view: View) -> Say | None:
    """What to send."""
    order = order_seen(view)
    if order is None:
        return None
    said = [texts.ASK(view.lang, head=head(order, view.lang))]
    if view.facts.get("bad"):
        said.insert(0, texts.ASK_NOT_FILE(view.lang))
    return Say(lines(said), placeholder=texts.HINT.plain(view.lang))


# ── files that just came ───────────────────────────────────────────────────────────────────


def files_card(view: View) -> Say | None:
    """What was kept; of what is not clear, the question what it is."""
    order = order_seen(view)
    if order is None:
        return None
    waiting = attachments.unsorted(view.session, order.id, int(view.facts["by"]))
    if waiting:
        said = [texts.WHICH(view.lang, head=head(order, view.lang), count=waiting), texts.WHO_SEES(view.lang)]
        return Say(lines(said), tuple(_sorts(view, order)))
    kinds = [_kind_words(Purpose(key), count, view.lang) for key, count in view.facts["kept"].items()]
    if not kinds and view.facts.get("slips"):
        return Say(texts.SENT_AS_SLIP(view.lang, head=head(order, view.lang)))
    if not kinds:
        return Say(texts.KEPT_BEFORE(view.lang, head=head(order, view.lang)))
    kept = texts.KEPT(view.lang, head=head(order, view.lang), kinds=texts.COMMA.plain(view.lang).join(kinds))
    counted = Purpose.BASIS.value in view.facts["kept"] and basis.asked_of(order.leaf) is not None
    then = texts.RELEASED if counted and order.released_at is not None else texts.MORE
    return Say(lines([kept, then(view.lang)]))


def _sorts(view: View, order: OrderView) -> Iterator[Row]:
    """What the files can be called; a basis by the paper that it is, where the order names none yet."""
    asked = None if order.ended else basis.asked_of(order.leaf)
    person = people.by_id(view.session, int(view.facts["by"]))
    if may(view.book, who(person), "basis.add"):
        if asked is None or basis.paper_of(order.fields, asked) is not None:
            yield (_sort(view, order, Purpose.BASIS),)
        else:
            yield tuple(
                do(paper.label.in_(view.lang), "files.sort", order=order.id, purpose="basis", paper=paper.key)
                for paper in asked.papers
            )
    yield tuple(_sort(view, order, purpose) for purpose in (Purpose.DRAWING, Purpose.PHOTO, Purpose.OTHER))
    if order.unpaid_minor and not order.ended and may(view.book, who(person), "slip.send"):
        yield (do(texts.AS_SLIP.plain(view.lang), "files.as_slip", order=order.id),)


def _sort(view: View, order: OrderView, purpose: Purpose) -> Button:
    return do(texts.LABEL[purpose].plain(view.lang), "files.sort", order=order.id, purpose=purpose.value)


def _kind_words(purpose: Purpose, count: int, lang: str) -> str:
    return texts.KEPT_KIND.plain(lang, kind=texts.LABEL[purpose].plain(lang), count=count)


# ── files that an order has ────────────────────────────────────────────────────────────────


def album(view: View) -> Say | None:
    """Files of one purpose and sort together. What this chat may see is asked again; captions name no amount."""
    order = order_seen(view)
    if order is None:
        return None
    wanted = set(view.facts["files"])
    files = [file for file in attachments.seen(view.session, order.id, view.money) if file.id in wanted]
    if len(files) > 1:
        return _together(view, order, files)
    return _alone(view, order, files[0]) if files else None


def _together(view: View, order: OrderView, files: list[FileView]) -> Say:
    first, kind = head(order, view.lang), texts.LABEL[files[0].purpose].plain(view.lang)
    one_by_one = [
        act(f"{kind} {n}", "files.one", order=order.id, file=file.id) for n, file in enumerate(files, start=1)
    ]
    return Say(
        texts.CAPTION(view.lang, head=first, kind=kind, count=len(files)),
        in_rows(one_by_one, 3),
        album=tuple((file.kind, file.file_id) for file in files),
        instead=texts.GONE_SOME(view.lang, head=first, kind=kind),
    )


def _alone(view: View, order: OrderView, file: FileView) -> Say:
    values = {
        "head": head(order, view.lang), "kind": texts.LABEL[file.purpose].plain(view.lang), "who": file.sent_by,
        "at": view.moment(file.at),
    }  # fmt: skip
    photo = file.kind == "photo"
    return Say(
        texts.CAPTION_ONE(view.lang, **values),
        photo=file.file_id if photo else None,
        document=None if photo else file.file_id,
        instead=texts.GONE_ONE(view.lang, **values),
    )
