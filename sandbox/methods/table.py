"""What a method is: a function of a call that returns the answer's ``result`` or raises ``Refused``."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.call import Call

Method = Callable[[Call], Any | Awaitable[Any]]
