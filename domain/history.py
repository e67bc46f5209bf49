"""The hash chain of the history: canonical JSON, SHA-256, genesis of 64 zeros."""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def canonical(entry: dict[str, Any]) -> str:
    """The one spelling of an entry: sorted keys, UTF-8, no spaces."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(prev_hash: str, entry: str) -> str:
    """The hash of an entry that follows the entry with `prev_hash`."""
    return hashlib.sha256(f"{prev_hash}{entry}".encode()).hexdigest()
