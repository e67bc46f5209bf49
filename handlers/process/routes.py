"""What the process book brings to the desk."""

from __future__ import annotations

from handlers.process import acts, screens, texts
from handlers.routing import Routes

ROUTES = Routes(
    acts={"process.show": acts.show, "process.leaf": acts.show_leaf, "process.compare": acts.compare},
    says={"process.chart": screens.chart, "process.leaf": screens.screen},
    commands={"process": acts.show},
    words=texts.WORDS,
)
