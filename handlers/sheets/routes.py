"""What sheets bring to the desk."""

from __future__ import annotations

from handlers.routing import Routes
from handlers.say import Say
from handlers.sheets import acts, cards, opening, texts
from handlers.sheets.jobs import JOBS

ROUTES = Routes(
    acts={
        "sheets.show": acts.show,
        "sheet.template": acts.template,
        "sheet.export": acts.export,
        "sheet.given": acts.given,
        "sheet.marked": acts.marked,
        "sheet.import": acts.press_import,
        "sheet.cancel": acts.cancel,
        "sheet.fill": acts.fill,
        "opening.confirm": opening.confirm,
        "opening.each": opening.each,
    },
    says={
        "sheets": cards.page,
        "sheet": cards.sheet,
        "sheet.file": cards.file,
        "sheet.only_private": lambda view: Say(texts.ONLY_PRIVATE(view.lang)),
        "sheet.failed": lambda view: Say(texts.FAILED(view.lang)),
        "opening.failed": lambda view: Say(texts.OPENING_FAILED(view.lang)),
        "opening": opening.card,
    },
    commands={"sheets": acts.show},
    words=texts.COMMAND_WORDS,
    jobs=JOBS,
)
