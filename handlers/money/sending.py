"""Sales sends a slip: the order, the picture or the amount, in whatever order they come."""

from __future__ import annotations

from typing import Any

from domain.rights import may
from domain.understanding.payer import payer_told
from handlers import albums
from handlers.attachments.judging import is_sheet
from handlers.money.amounts import Unclear, read_amount
from handlers.new_order import one_line
from handlers.sheets import acts as sheets
from handlers.turn import Turn
from services import attachments, money, prompts, receipts
from services.errors import NotAllowed, Stale
from services.house import require, who
from services.looking import look, unpaid
from services.money import Evidence
from services.order_view import OrderView


def choose(turn: Turn) -> None:
    """The orders that wait for money; the only one is taken at once."""
    require(turn.house, turn.actor, "slip.send")
    waiting = unpaid(turn.session, turn.house, turn.actor, turn.now)
    if len(waiting) == 1:
        start(turn, waiting[0].id)
    else:
        turn.reply("slip.which", orders=[view.id for view in waiting])


def start(turn: Turn, order: int) -> None:
    """Wait for the slip of an order: a picture, a file, or an amount in words."""
    require(turn.house, turn.actor, "slip.send")
    view = _seen(turn, order)
    if view.undecided:
        raise NotAllowed("not_accepted_yet", number=view.number)
    _ask(turn, view.id)


def given(turn: Turn, order: int) -> None:
    """What came for an order: a file, an amount, or a file with the amount written under it."""
    view = _seen(turn, order)
    found = turn.file()
    if found is None and not turn.text:
        _ask(turn, view.id, not_money=True)
        return
    payer, words = payer_told(turn.text)
    claimed = read_amount(words, view.currency) if words else None
    if found is None and isinstance(claimed, Unclear):
        _ask(turn, view.id, bad=claimed.facts())
        return
    known = claimed if isinstance(claimed, int) else None
    _send(turn, view.id, known, [found[0]] if found else [], payer)


def claim(turn: Turn, order: int, amount: int) -> None:
    """An amount by a button. A picture that came just before and waits for its amount is meant by it too."""
    _seen(turn, order)
    waiting = receipts.without_amount(turn.session, order, turn.actor.id)
    if waiting is not None:
        claimed(turn, waiting, amount)
    else:
        _send(turn, order, amount, [])


def claimed(turn: Turn, slip: int, amount: int | None = None) -> None:
    """How much a slip is about: by a button, by words, or another picture of the same payment."""
    found, payer = turn.file(), None
    if found is not None:
        count = receipts.add_file(turn.session, turn.house, turn.actor, slip, found[0], turn.now)
        if not turn.text:
            if albums.album_of(turn) is None:
                _ask_claim(turn, slip, count=count)
            return
    if amount is None:
        view = _seen(turn, money.get_slip(turn.session, slip).order_id)
        payer, words = payer_told(turn.text)
        read = read_amount(words, view.currency) if words else None
        if not isinstance(read, int):
            _ask_claim(turn, slip, bad=read.facts() if read else None, not_money=read is None)
            return
        amount = read
    money.correct_slip(turn.session, turn.actor, slip, amount, turn.now, payer=payer)
    turn.wait_for_nothing()
    turn.reply("slip.received", f"slip:{slip}")


def correct(turn: Turn, slip: int) -> None:
    """金额不对: ask for the right amount, while finance has not judged it."""
    row = money.get_slip(turn.session, slip)
    _seen(turn, row.order_id)
    if not money.is_own(row, turn.actor):
        raise NotAllowed("not_your_slip")
    money.must_wait(turn.session, row)
    _ask_claim(turn, slip, correct=True)


# ── files that nothing asked for ───────────────────────────────────────────────────────────


def unasked(turn: Turn) -> None:
    """Nothing asked for it. A sheet is read; any other file is most likely a slip: keep it in mind and ask whose."""
    found = turn.file()
    turn.wait_for_nothing()
    if turn.chat.private and is_sheet(turn.message):
        sheets.given(turn)
    elif one_line.heard_with_file(turn):
        return
    elif found is None:
        turn.reply("unasked")
    elif may(turn.book, who(turn.actor), "slip.send"):
        _wait_for_order(turn, [_as_fact(found[0])], turn.text)
    else:
        turn.reply("slip.not_yours")


def another_file(turn: Turn, files: list[dict[str, str]], album: str | None, words: str = "") -> None:
    """More came before the order was chosen."""
    found = turn.file()
    if found is None:
        turn.reply("slip.which", orders=_unpaid_ids(turn), files=len(files))
        return
    same = album is not None and albums.belongs(turn, album)
    kept = files if any(one["unique"] == found[0].file_unique_id for one in files) else [*files, _as_fact(found[0])]
    _wait_for_order(turn, kept, turn.text or words, quiet=same)


def from_files(turn: Turn, order: int) -> None:
    """The order was chosen for the files that wait."""
    awaited = prompts.awaited(turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, reply_to=None, private=True)
    if awaited is None or awaited.act != "file.another":
        raise Stale("the files were used")
    view = _seen(turn, order)
    payer, words = payer_told(str(awaited.args.get("words", "")))
    read = read_amount(words, view.currency) if words else None
    files = [Evidence(one["kind"], one["file"], one["unique"]) for one in awaited.args["files"]]
    _send(turn, order, read if isinstance(read, int) else None, files, payer)


def from_kept(turn: Turn, order: int) -> None:
    """水单: what came in reply to the order's card, and waits to be told what it is, are slips."""
    require(turn.house, turn.actor, "slip.send")
    view = _seen(turn, order)
    files = attachments.take_out(turn.session, turn.house, turn.actor, view.id, turn.now)
    if not files:
        raise Stale("the files were sorted")
    _send(turn, view.id, None, files)


def _wait_for_order(turn: Turn, files: list[dict[str, str]], words: str, *, quiet: bool = False) -> None:
    album = albums.album_of(turn)
    prompts.open_prompt(
        turn.session, chat_id=turn.chat.id, person_id=turn.actor.id, act="file.another",
        args={"files": files, "album": album, "words": words}, now=turn.now,
    )  # fmt: skip
    if not quiet:
        turn.reply("slip.which", orders=_unpaid_ids(turn), files=len(files))


def _unpaid_ids(turn: Turn) -> list[int]:
    return [view.id for view in unpaid(turn.session, turn.house, turn.actor, turn.now)]


def _as_fact(evidence: Evidence) -> dict[str, str]:
    return {"kind": evidence.kind, "file": evidence.file_id, "unique": evidence.file_unique_id}


# ── the parts ──────────────────────────────────────────────────────────────────────────────


def _send(turn: Turn, order: int, amount: int | None, files: list[Evidence], payer: str | None = None) -> None:
    """Make the slip; without an amount ask for it, with one say what happens next."""
    slip = money.send_slip(
        turn.session,
        turn.house,
        turn.actor,
        order,
        turn.now,
        claimed_minor=amount,
        evidence=files[0] if files else None,
        payer=payer,
    )
    for more in files[1:]:
        receipts.add_file(turn.session, turn.house, turn.actor, slip.id, more, turn.now)
    if amount is None:
        _ask_claim(turn, slip.id)
        return
    albums.answered(turn, "slip.album", slip=slip.id)
    turn.reply("slip.received", f"slip:{slip.id}")


def album(turn: Turn, slip: int, album: str) -> None:
    """The other pictures of an album whose amount is known; anything else is a matter of its own."""
    found = turn.file()
    if found is not None and albums.belongs(turn, album):
        receipts.add_file(turn.session, turn.house, turn.actor, slip, found[0], turn.now)
    else:
        unasked(turn)


def _ask(turn: Turn, order: int, **facts: Any) -> None:
    turn.ask("slip.ask", "slip.given", {"order": order}, subject=f"order:{order}", **facts)


def _ask_claim(turn: Turn, slip: int, **facts: Any) -> None:
    turn.ask("slip.ask_claim", "slip.claimed", {"slip": slip}, subject=f"slip:{slip}", **facts)


def _seen(turn: Turn, order: int) -> OrderView:
    return look(turn.session, turn.house, turn.actor, order, turn.now)
