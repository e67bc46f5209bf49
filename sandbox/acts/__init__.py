"""What ``POST /sim/<act>`` can do."""

from __future__ import annotations

from sandbox.acts import controls, gatherings, hands
from sandbox.acts.body import Act

ACTS: dict[str, Act] = {**hands.ACTS, **gatherings.ACTS, **controls.ACTS}
