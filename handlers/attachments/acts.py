"""Files of an order: sent by a button or in reply to its card, sorted where that is not clear, shown again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from domain.attachments import Purpose
from domain.rights import may, money_view
from handlers import albums
from handlers.attachments import texts
from handlers.attachments.judging import paper_of, purpose_of
from handlers.money.sending import from_kept, unasked
from handlers.turn import Turn
from services import attachments, basis, owed, prompts
from services.attachments import FileView
from services.house import who
from services.looking import look
from services.order_view import OrderView

TOGETHER = timedelta(minutes=3)
"""Files that come so soon after the one before belong to the same order; later ones may be anything."""
BURIED = 3
"""So many messages below the card, and it moves down to the last file."""
ALBUM = 10
"""The most that Telegram shows together."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that come one after the other from one person for one order; its card keeps it."""

    by: int
    until: str = ""
    """Until then the next file belongs to it; empty while there is none."""
    album: str | None = None
    purpose: str | None = None
    """What the person said of the album, by a button or under one of its pictures: the rest of it is the same."""
    paper: str | None = None
    kept: dict[str, int] = field(default_factory=dict[str, int])
    """How many were kept as what."""
    slips: bool = False
    """Some were slips, and are no files of the order."""


def ask(turn: Turn, order: int) -> None:
    """加附件: wait for photos and files."""
    _look(turn, order)
    turn.ask("files.ask", "files.take", {"order": order}, subject=f"order:{order}")


def take(turn: Turn, order: int) -> None:
    """The first of what came after 加附件."""
    if turn.file() is None:
        turn.ask("files.ask", "files.take", {"order": order}, subject=f"order:{order}", bad=True)
        return
    _take(turn, order, Batch(turn.actor.id))
    _wait_for_more(turn, order)


def more(turn: Turn, order: int) -> None:
    """Another file soon after the last; anything else is a matter of its own."""
    batch = _running(turn, order)
    if turn.file() is None or not batch.until:
        unasked(turn)
        return
    _take(turn, order, batch)
    _wait_for_more(turn, order)


def dropped(turn: Turn, subject: str) -> None:
    """A file in reply to the order's card; whatever else is waited for is waited for still."""
    order = int(subject.split(":")[1])
    _take(turn, order, _running(turn, order))


def sort(turn: Turn, order: int, purpose: str, paper: str | None = None) -> None:
    """What the files that wait are; those of the album that are still on their way as well."""
    said = Purpose(purpose)
    count = attachments.sort(turn.session, turn.house, turn.actor, order, turn.now, purpose=said, paper=paper)
    if not count:
        turn.toast(texts.SORTED_BEFORE)
    batch = _running(turn, order)
    _show(turn, order, _counted(replace(batch, purpose=purpose, paper=paper), said, count))


def as_slip(turn: Turn, order: int) -> None:
    """水单: the files that wait go to finance."""
    from_kept(turn, order)
    _show(turn, order, replace(_running(turn, order), slips=True))


# ── keeping ────────────────────────────────────────────────────────────────────────────────


def _take(turn: Turn, order: int, batch: Batch) -> None:
    found = turn.file()
    assert found is not None, "asked before"
    view, album = _look(turn, order), albums.album_of(turn)
    if album is None or batch.album != album:  # what was said of an album holds for that album
        batch = replace(batch, album=album, purpose=None, paper=None)
    evidence, name = found
    purpose, paper = _what(turn, view, batch, name)
    new = attachments.keep(
        turn.session, turn.house, turn.actor, view.id, evidence, turn.now, purpose=purpose, name=name, paper=paper
    )
    if album is not None and purpose_of(turn.text, None) is not None and purpose is not Purpose.UNSORTED:
        batch = replace(batch, purpose=purpose.value, paper=paper)
    counts = new and purpose is not Purpose.UNSORTED
    _show(turn, order, _counted(batch, purpose, int(counts)), begun=not batch.until)


def _what(turn: Turn, view: OrderView, batch: Batch, name: str | None) -> tuple[Purpose, str | None]:
    """What the file is: as its words say, or as was said of the others of its album; a basis needs to be named."""
    said = purpose_of(turn.text, name) or (Purpose(batch.purpose) if batch.purpose else Purpose.UNSORTED)
    if said is not Purpose.BASIS:
        return said, None
    if not may(turn.book, who(turn.actor), "basis.add"):
        return Purpose.UNSORTED, None
    asked = None if view.ended else basis.asked_of(view.leaf)
    if asked is None:
        return said, None
    paper = paper_of(turn.text, name, asked.papers) or batch.paper or basis.paper_of(view.fields, asked)
    return (said, paper) if paper else (Purpose.UNSORTED, None)


def _counted(batch: Batch, purpose: Purpose, count: int) -> Batch:
    if not count:
        return batch
    return replace(batch, kept={**batch.kept, purpose.value: batch.kept.get(purpose.value, 0) + count})


def _show(turn: Turn, order: int, batch: Batch, *, begun: bool = False) -> None:
    """The card of this batch; one that begins stands at the bottom of the chat."""
    until = (turn.now + TOGETHER).isoformat()
    facts = asdict(replace(batch, until=until))
    turn.card("files", _subject(turn, order), answer=True, repost=begun, afloat=BURIED, facts=facts)


def _wait_for_more(turn: Turn, order: int) -> None:
    prompts.open_prompt(
        turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, act="files.more", args={"order": order},
        now=turn.now,
    )  # fmt: skip


def _running(turn: Turn, order: int) -> Batch:
    """The batch that this person is in the middle of, or a new one."""
    facts = owed.facts_of_card(turn.session, "files", subject=_subject(turn, order), chat_id=turn.chat.id)
    running = bool(facts) and turn.now < datetime.fromisoformat(facts["until"])
    return Batch(**facts) if running else Batch(turn.actor.id)


def _subject(turn: Turn, order: int) -> str:
    return f"order:{order}:{turn.actor.id}"


def _look(turn: Turn, order: int) -> OrderView:
    return look(turn.session, turn.house, turn.actor, order, turn.now)


# ── showing ────────────────────────────────────────────────────────────────────────────────


def show(turn: Turn, order: int) -> None:
    """Every file that may be seen in this chat, those of a kind together."""
    _look(turn, order)
    found = attachments.seen(turn.session, order, money_view(turn.book, turn.chat.departments))
    if not found:
        turn.alert(texts.NOTHING_SEEN)
    for _key, alike in groupby(sorted(found, key=_sort_of), key=_sort_of):
        ids = [file.id for file in alike]
        for start in range(0, len(ids), ALBUM):
            turn.reply("files.album", f"order:{order}", files=ids[start : start + ALBUM])


def show_one(turn: Turn, order: int, file: int) -> None:
    """One file alone, where those together could not be shown."""
    _look(turn, order)
    turn.reply("files.album", f"order:{order}", files=[file])


def _sort_of(file: FileView) -> tuple[int, str]:
    """Telegram mixes no documents with photos; and each kind has a caption of its own."""
    return list(Purpose).index(file.purpose), file.kind
