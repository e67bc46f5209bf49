"""How updates reach the bot."""

from __future__ import annotations

import re
from typing import Any, Final

from sandbox.call import Call
from sandbox.methods.table import Method
from sandbox.rules import refusal

LONGEST_POLL: Final = 50
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(call: Call) -> list[dict[str, Any]]:
    """Long polling; out-of-range numbers are moved into range, as the server does."""
    params, queue = call.params, call.world.updates
    queue.allow(params.get("allowed_updates"))
    limit = min(max(params.get("limit", 100), 1), 100)
    timeout = min(max(params.get("timeout", 0), 0), LONGEST_POLL)
    return await queue.get(params.get("offset", 0), limit, timeout)


def set_webhook(call: Call) -> bool:
    """Remembers the address (polling is refused from then on); updates go there when the server has a sender."""
    url = call.params["url"]
    if url and not url.startswith("https://") and not _is_loopback(url):
        raise refusal("webhook_url")
    secret = call.params.get("secret_token")
    if secret and not _SECRET.fullmatch(secret):
        raise refusal("webhook_secret")
    queue = call.world.updates
    queue.allow(call.params.get("allowed_updates"))
    if call.params.get("drop_pending_updates"):
        queue.drop_all()
    queue.set_webhook(url, secret)
    return True


def _is_loopback(url: str) -> bool:
    """The sandbox takes plain HTTP to this machine, as a Bot API server in local mode does."""
    return re.match(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?/", url) is not None


def delete_webhook(call: Call) -> bool:
    """Back to polling."""
    queue = call.world.updates
    if call.params.get("drop_pending_updates"):
        queue.drop_all()
    queue.set_webhook("", None)
    return True


def get_webhook_info(call: Call) -> dict[str, Any]:
    """The address, and how much waits."""
    queue = call.world.updates
    info: dict[str, Any] = {
        "url": queue.webhook_url, "has_custom_certificate": False, "pending_update_count": len(queue.pending()),
    }  # fmt: skip
    if queue.allowed is not None:
        info["allowed_updates"] = sorted(queue.allowed)
    return info


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}
