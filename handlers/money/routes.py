"""What money brings to the desk."""

from __future__ import annotations

from handlers import unheard
from handlers.money import asking, cards, judging, sending, splitting, texts
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={
        "slip.choose": sending.choose,
        "slip.start": sending.start,
        "slip.given": sending.given,
        "slip.claim": sending.claim,
        "slip.claimed": sending.claimed,
        "slip.correct": sending.correct,
        "slip.album": sending.album,
        "slip.from_files": sending.from_files,
        "file.unasked": sending.unasked,
        "file.another": sending.another_file,
        "slip.confirm": judging.confirm,
        "slip.other_amount": judging.other_amount,
        "slip.amount_typed": judging.amount_typed,
        "slip.not_found": judging.not_found,
        "slip.more": judging.more,
        "slip.take_back": judging.take_back,
        "slip.taken_back": judging.taken_back,
        "slip.plain": judging.plain,
        "slip.split": splitting.propose,
        "slip.write_split": splitting.write,
        "slip.split_typed": splitting.typed,
        "slip.confirm_split": splitting.confirm,
    },
    says={
        "slip": cards.slip_card,
        "slip.which": asking.which,
        "slip.ask": asking.ask,
        "slip.ask_claim": asking.ask_claim,
        "slip.received": asking.received,
        "slip.not_found": asking.not_found,
        "slip.file": asking.file_of,
        "slip.ask_amount": judging.ask_amount,
        "slip.ask_split": splitting.ask,
        "slip.unclear": lambda view: Say(texts.REPLY_UNCLEAR(view.lang)),
        "slip.heard": unheard.told,
        "slip.not_yours": lambda view: Say(texts.FILE_NOT_YOURS(view.lang)),
    },
    commands={"slip": sending.choose},
    words=texts.WORDS,
    replies={"slip": judging.replied},
    looks={"slip": judging.looks_like_an_answer},
)
