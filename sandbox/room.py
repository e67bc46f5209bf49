"""Everything that makes one sandbox, in one place: world, queries, faults, windows, clock. Can be made anew."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final

from sandbox.clock import SandboxClock
from sandbox.events import Events
from sandbox.faults import Faults
from sandbox.limits import SendWindows
from sandbox.queries import Queries
from sandbox.scene import Scene
from sandbox.world import World

CALLS_KEPT: Final = 20_000
OnClock = Callable[[datetime, timedelta], Awaitable[None]]
Stops = Callable[[], Awaitable[datetime | None]]
"""When the embedder next has something to do; a clock that is moved past that moment stops there first."""
_MOST_STOPS: Final = 500
_PAST_THE_STOP: Final = timedelta(seconds=1)
_STOPS_AGAIN: Final = 5
"""So often a stop is made at what stays due; afterwards it holds the clock no more."""


class Room:
    """One running sandbox. ``reset`` puts another world in its place; listeners and the clock stay."""

    def __init__(
        self, scene: Scene, *, token: str, windows: bool, ticking: bool, expiry: bool, on_clock: OnClock | None,
        stops: Stops | None = None,
    ) -> None:  # fmt: skip
        self.token = token
        self.first_scene = scene
        self.events = Events()
        self.clock = SandboxClock(scene.now, ticking=ticking)
        self.faults = Faults()
        self.windows = SendWindows(self.clock.monotonic, on=windows)
        self.on_clock = on_clock
        self.stops = stops
        self.calls: deque[dict[str, Any]] = deque(maxlen=CALLS_KEPT)
        self.webhook_answers: deque[int] = deque(maxlen=1000)  # HTTP codes of the bot's webhook, 0 = no answer
        self.last_call_at = 0.0  # loop time of the last call that was not polling
        self._expiry = expiry
        self._fill(scene)

    def _fill(self, scene: Scene) -> None:
        self.world = World(scene, self.clock, self.events, expiry=self._expiry)
        self.queries = Queries(self.world)

    def reset(self, scene: Scene | None) -> None:
        """Everything as at the start, or as in another scene; update ids go on, as Telegram's would."""
        old = self.world.updates
        self._fill(scene or self.first_scene)
        self.world.updates.continue_after(old)
        self.faults.clear()
        self.windows.reset()
        self.calls.clear()
        self.events.publish("reset", {})

    async def advance(self, delta: timedelta) -> datetime:
        """Moves the clock, stopping wherever the embedder has something to do on the way."""
        if delta < timedelta():
            raise ValueError("the sandbox clock never goes back")
        target = self.clock.now() + delta
        before, asked = None, 0
        for _ in range(_MOST_STOPS):
            stop = await self.stops() if self.stops is not None else None
            asked = asked + 1 if stop == before else 1
            if stop is None or asked > _STOPS_AGAIN or stop + _PAST_THE_STOP >= target:
                break
            await self._move(max(stop - self.clock.now(), timedelta()) + _PAST_THE_STOP)
            before = stop
        await self._move(max(target - self.clock.now(), timedelta()))
        return self.clock.now()

    async def _move(self, delta: timedelta) -> None:
        """Moves the clock, then lets the embedder move its own and waits for that."""
        now = self.clock.advance(delta)
        self.events.publish("clock", {"now": now.isoformat()})
        if self.on_clock is not None:
            await self.on_clock(now, delta)
