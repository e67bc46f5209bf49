"""The sample company: a maker of gear motors with its people, groups, products and customers.

The sandbox needs the scene alone; the rest describes the same company for whoever loads it into a bot.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

SAMPLE: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("sample.json").read_text(encoding="utf-8"))
SCENE: Final[dict[str, Any]] = SAMPLE["scene"]
