"""The server itself: its clock, its misbehaviour, its windows, its update queue."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sandbox import view
from sandbox.acts.body import Act, Body, need
from sandbox.clock import parse_duration
from sandbox.room import Room
from sandbox.scene import Scene


async def clock(room: Room, body: Body) -> Body:
    """Moves time on."""
    until = body.get("to")
    delta = datetime.fromisoformat(until) - room.clock.now() if until else parse_duration(str(need(body, "advance")))
    return {"now": (await room.advance(delta)).isoformat()}


async def add_faults(room: Room, body: Body) -> Body:
    """Orders misbehaviour."""
    for order in body.get("list") or [body]:
        chat = room.world.chat(order["chat"]).id if order.get("chat") is not None else None
        room.faults.add(order, chat)
    return {"faults": room.faults.view()}


async def clear_faults(room: Room, _body: Body) -> Body:
    """No more misbehaviour."""
    room.faults.clear()
    return {"faults": []}


async def set_windows(room: Room, body: Body) -> Body:
    """Switches the send windows."""
    room.windows.on = bool(need(body, "on"))
    room.windows.reset()
    return {"on": room.windows.on}


async def reset(room: Room, body: Body) -> Body:
    """Everything anew."""
    room.reset(Scene.from_dict(body) if body else None)
    return {"state": view.state_view(room.world, view.NEWEST, windows=room.windows.on)}


async def raw_update(room: Room, body: Body) -> Body:
    """Puts anything into the update queue."""
    update = need(body, "update")
    if not isinstance(update, dict):
        raise TypeError("update must be an object")
    return {"update_id": room.world.updates.push_raw(update)}


async def reset_effort(room: Room, _body: Body) -> Body:
    """Counts anew."""
    room.world.effort.clear()
    return {}


ACTS: Final[dict[str, Act]] = {
    "clock": clock,
    "faults": add_faults,
    "faults/clear": clear_faults,
    "windows": set_windows,
    "reset": reset,
    "raw_update": raw_update,
    "effort/reset": reset_effort,
}
