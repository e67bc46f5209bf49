"""The supported methods, by their names in the manual."""

from __future__ import annotations

from sandbox.methods import asking, chats, editing, pinning, polling, sending, settings
from sandbox.methods.table import Method

METHODS: dict[str, Method] = {
    **polling.METHODS,
    **settings.METHODS,
    **chats.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **pinning.METHODS,
    **asking.METHODS,
}
