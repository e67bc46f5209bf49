"""No secret reaches a log, whoever logs it and however; and nothing else is lost on the way."""

from __future__ import annotations

import io
import json
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
import structlog

from bot import logs

TOKEN = "123456789:AAExample-Token_For-Tests-0123456789"
DATABASE = "postgresql+psycopg://gendan:hun%2Fter2@db.example/gendan"
PROXY = "socks5://me:hunter3@127.0.0.1:1080"
SECRETS = (TOKEN, "hun%2Fter2", "hun/ter2", "hunter3")


@pytest.fixture
def stream(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What the process logs at DEBUG; every global that logging has is put back."""
    root = logging.getLogger()
    handlers, level, factory = root.handlers[:], root.level, logging.getLogRecordFactory()
    levels = {name: logging.getLogger(name).level for name in (*logs.WIRE, *logs.TALKATIVE)}
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    monkeypatch.setattr(logs, "_secrets", set[str]())
    out = io.StringIO()
    logs.configure_logs("DEBUG", (TOKEN, DATABASE, PROXY), out)
    yield out
    logging.captureWarnings(False)
    logging.setLogRecordFactory(factory)
    root.handlers[:], root.level = handlers, level
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


def say_every_secret() -> None:
    """The ways by which secrets came into logs elsewhere."""
    log = structlog.get_logger("bot.test")
    log.info("starting", token=TOKEN, database=DATABASE, nested={"proxy": [PROXY]})
    log.debug(f"calling {TOKEN}")
    httpx = logging.getLogger("httpx")
    httpx.info('HTTP Request: POST %s "%s"', f"https://tg.example/bot{TOKEN}/getUpdates", "HTTP/1.1 200 OK")
    logging.getLogger("httpcore.http11").debug("send_request_headers.started target=%r", f"/bot{TOKEN}/getMe".encode())
    logging.getLogger("sqlalchemy.pool").error("cannot connect to %s", DATABASE)
    logging.getLogger("other").warning("password=%(password)s", {"password": "hun/ter2"})
    logging.getLogger("other").warning("with more", extra={"where": PROXY})
    try:
        raise ConnectionError(f"no route to https://tg.example/bot{TOKEN}/getMe")
    except ConnectionError:
        logging.getLogger("telegram.request").exception("Network error")
        log.exception("failed", proxy=PROXY)


def test_no_secret_reaches_the_log(stream: io.StringIO):
    say_every_secret()
    written = stream.getvalue()
    assert not [secret for secret in SECRETS if secret in written]
    assert written.count(logs.HIDDEN) >= 10
    assert "ConnectionError: no route to https://tg.example/bot[hidden]/getMe" in written


@pytest.mark.shows_secrets
def test_without_the_cleaning_every_secret_would_be_there(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logs, "without_secrets", lambda text: text)
    say_every_secret()
    assert [secret for secret in SECRETS if secret not in stream.getvalue()] == []


def test_other_handlers_get_clean_records_too(stream: io.StringIO, caplog: pytest.LogCaptureFixture):
    logging.getLogger().addHandler(caplog.handler)
    say_every_secret()
    seen = caplog.text + "".join(str(record.msg) + str(record.args) for record in caplog.records)
    assert "no route to" in seen
    assert not [secret for secret in SECRETS if secret in seen]


def test_a_token_nobody_named_is_known_by_its_shape(stream: io.StringIO):
    logging.getLogger("other").info("https://tg.example/bot987654321:BBOther-Token_0123456789012345678/getMe")
    logging.getLogger("other").info("postgresql://someone:else@db/x")
    assert "BBOther" not in stream.getvalue()
    assert "someone:else" not in stream.getvalue()


def test_a_line_is_json_with_chinese_as_it_is(stream: io.StringIO):
    structlog.contextvars.bind_contextvars(update_id=7)
    try:
        structlog.get_logger("bot.worker").info("unit done", kind="订单", milliseconds=12)
    finally:
        structlog.contextvars.clear_contextvars()
    logging.getLogger("apscheduler").warning("late by %d s", 3)
    mine, theirs = stream.getvalue().splitlines()
    assert "订单" in mine
    expected = {"event": "unit done", "kind": "订单", "milliseconds": 12, "update_id": 7, "level": "info"}
    assert json.loads(mine).items() >= expected.items()
    expected = {"event": "late by 3 s", "logger": "apscheduler", "level": "warning"}
    assert json.loads(theirs).items() >= expected.items()


def test_the_wire_is_silent_unless_somebody_debugs_and_messages_are_never_written(stream: io.StringIO):
    assert logging.getLogger("telegram.ext.ExtBot").getEffectiveLevel() == logging.INFO
    logs.configure_logs("INFO", stream=stream)
    logging.getLogger("httpx").info("HTTP Request")
    logging.getLogger("httpcore.connection").info("connect")
    assert stream.getvalue() == ""


def test_a_record_with_wrong_arguments_does_not_stop_who_logs_it(stream: io.StringIO):
    record = logging.getLogRecordFactory()("other", logging.INFO, __file__, 1, "%d pieces", ("many",), None)
    assert record.args == ("many",)


def test_last_words_are_clean(stream: io.StringIO):
    error = RuntimeError(f"token {TOKEN}")
    sys.excepthook(RuntimeError, error, None)
    thread = threading.Thread(target=lambda: (_ for _ in ()).throw(error))
    thread.start()
    thread.join()
    written = stream.getvalue()
    assert "the process ends on an error" in written
    assert "a thread ends on an error" in written
    assert TOKEN not in written
