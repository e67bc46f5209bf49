"""One Bot API request on its way to a method: checked parameters, uploaded files, the world it acts on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.limits import SendWindows
from sandbox.media import Upload
from sandbox.queries import Queries
from sandbox.world import World


@dataclass(slots=True)
class Call:
    """What a method function gets; its return value is the answer's ``result``."""

    world: World
    queries: Queries
    windows: SendWindows
    params: dict[str, Any]
    uploads: dict[str, Upload] = field(default_factory=dict)
