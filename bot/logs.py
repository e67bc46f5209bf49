"""Logs for the operator: JSON lines or a terminal's, Chinese as it is, and never a secret.

The token stands in every Bot API address, a database's password in its URL, and libraries log both. So every
record of the process loses them when it is made, whichever handler it goes to, and the formatter looks once
more at the finished line, which a traceback may have joined.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Final, TextIO
from urllib.parse import unquote, urlsplit

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN: Final = "[hidden]"
TOKEN: Final = re.compile(r"(?<!\d)\d{5,}:[A-Za-z0-9_-]{20,}")
CREDENTIALS: Final = re.compile(r"(?<=://)[^\s/@'\"]*:[^\s/@'\"]+(?=@)")

# These put addresses, and with them the token, into every line.
WIRE: Final = ("httpx", "httpcore", "alembic")
# These put whole messages into DEBUG lines: customers, prices, phone numbers.
TALKATIVE: Final = ("telegram", "telegram.ext", "telegram.Bot", "telegram.ext.ExtBot")

_secrets: set[str] = set()


def hide(*secrets: str) -> None:
    """These words, and the password of each that is a URL, are hidden in everything that is logged from now on."""
    for secret in secrets:
        if "://" in secret:
            password = urlsplit(secret).password
            _secrets.update({password, unquote(password)} if password else ())
        elif secret:
            _secrets.add(secret)


def without_secrets(text: str) -> str:
    for secret in _secrets:
        text = text.replace(secret, HIDDEN)
    return CREDENTIALS.sub(HIDDEN, TOKEN.sub(HIDDEN, text))


def cleaned(value: Any) -> Any:
    """A value as it may be logged; what is no text is looked at only where it would be written."""
    match value:
        case str():
            return without_secrets(value)
        case bytes():
            return without_secrets(value.decode("utf-8", "replace"))
        case dict():
            return {key: cleaned(item) for key, item in value.items()}
        case list() | tuple():
            return [cleaned(item) for item in value]
        case int() | float() | None:
            return value
        case _:
            text = str(value)
            safe = without_secrets(text)
            return value if safe == text else safe


def clean_event(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: value if key == "exc_info" else cleaned(value) for key, value in event.items()}


class CleanRecord(logging.LogRecord):
    """A record of any library, without secrets before the first handler sees it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.exc_info and self.exc_info[0] is not None:
            self.exc_text = without_secrets(logging.Formatter().formatException(self.exc_info))
        if isinstance(self.msg, dict):  # structlog's own, cleaned on its way
            return
        try:
            message = self.getMessage()
        except (TypeError, ValueError, KeyError):
            return  # wrong arguments; the handler says so, and its line is cleaned too
        safe = without_secrets(message)
        if safe != message:
            self.msg, self.args = safe, ()


class CleanFormatter(structlog.stdlib.ProcessorFormatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    clean_event,
]


def configure_logs(level: str = "INFO", secrets: Iterable[str] = (), stream: TextIO | None = None) -> None:
    """Every log of this process goes to stderr; on a terminal in colours, elsewhere a JSON line a record."""
    out = stream or sys.stderr
    hide(*secrets)
    logging.setLogRecordFactory(CleanRecord)
    handler = logging.StreamHandler(out)
    handler.setFormatter(CleanFormatter(processors=endings(out.isatty()), foreign_pre_chain=SHARED))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in WIRE:
        logging.getLogger(name).setLevel(logging.NOTSET if level == "DEBUG" else logging.WARNING)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.INFO, logging.getLevelNamesMapping()[level]))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    sys.excepthook = log_last_words
    threading.excepthook = log_thread_death


def endings(terminal: bool) -> list[Processor]:
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if terminal:
        # structlog's own choice takes seconds for a traceback and shows every local variable
        return [remove, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    return [
        remove,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def log_last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """An error that ends the process is a record like any other: a plain traceback would show the token."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("bot").critical("the process ends on an error", exc_info=(kind, error, trace))


def log_thread_death(death: threading.ExceptHookArgs) -> None:
    if death.exc_value is None or issubclass(death.exc_type, SystemExit):
        return
    logging.getLogger("bot").critical(
        "a thread ends on an error", exc_info=(death.exc_type, death.exc_value, death.exc_traceback)
    )
