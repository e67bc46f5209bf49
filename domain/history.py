"""The hash chain of the history: canonical JSON, SHA-256, genesis of 64 zeros."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Head = tuple[int, str]
"""Where a chain ends: its last sequence number and that entry's hash."""

GENESIS = "0" * 64


def canonical(entry: dict[str, Any]) -> str:
    """The one spelling of an entry: sorted keys, UTF-8, no spaces."""
    return json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def chain_hash(prev_hash: str, entry: str) -> str:
    """The hash of an entry that follows the entry with `prev_hash`."""
    return hashlib.sha256(f"{prev_hash}{entry}".encode()).hexdigest()


def heads_hash(heads: Mapping[str, Head]) -> str:
    """One hash over the heads of all chains: a line `subject seq hash` each, sorted by subject, with newlines between."""
    lines = (f"{subject} {seq} {digest}" for subject, (seq, digest) in sorted(heads.items()))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
