"""The operator's settings: three lists of them that agree, and one line for whatever is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bot.settings import NAMES, Settings, SettingsFault, load_settings

PROJECT = Path(__file__).parents[2]
TOKEN = "123456789:AAExample-Token_For-Tests-0123456789"


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def default_of(name: str) -> str:
    """The default as an operator would write it."""
    value = Settings.model_fields[name.lower()].default
    value = value.get_secret_value() if hasattr(value, "get_secret_value") else value
    return str(value) if value else ""


def test_the_example_file_has_every_setting_and_its_default():
    assert dotenv_values(PROJECT / ".env.example") == {name: default_of(name) for name in NAMES}


def test_the_example_file_explains_each_in_the_words_of_the_class():
    lines = (PROJECT / ".env.example").read_text(encoding="utf-8").splitlines()
    explained = {line.partition("=")[0]: lines[n - 1][2:] for n, line in enumerate(lines) if "=" in line}
    assert explained == {name: Settings.model_fields[name.lower()].description for name in NAMES}


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_table_of_each_readme_has_every_setting_and_its_default(readme: str):
    text = (PROJECT / readme).read_text(encoding="utf-8")
    table = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\|", text, flags=re.MULTILINE)
    assert table == [(name, default_of(name)) for name in NAMES]


def test_the_example_file_is_a_valid_one():
    settings = load_settings(PROJECT / ".env.example")
    assert settings == load_settings(None)
    assert settings.timezone == "Asia/Shanghai"


WRONG = [
    ("BOT_TOKEN", "hunter2", "BOT_TOKEN: is no bot token; BotFather gives one such as 123456789:AAE…"),
    ("TELEGRAM_API_URL", "localhost", "TELEGRAM_API_URL: must be an address such as https://bot-api.example.com"),
    (
        "DATABASE_URL",
        "mysql://root:hunter2@db/x",
        "DATABASE_URL: must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
    ),
    ("PROCESS_FILE", "nowhere.toml", "PROCESS_FILE: names nowhere.toml, which is no file"),
    ("ADMIN_IDS", "12,@zhang", "ADMIN_IDS: must be Telegram user ids with commas between, such as 12345,67890"),
    (
        "PROXY_URL",
        "hunter2",
        "PROXY_URL: must be an address such as socks5://127.0.0.1:1080 or http://127.0.0.1:8080",
    ),
    ("TIMEZONE", "Mars/Base", "TIMEZONE: 'Mars/Base' is no time zone; one is Asia/Shanghai"),
    ("LOG_LEVEL", "loud", "LOG_LEVEL: input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
]


@pytest.mark.parametrize(("name", "written", "fault"), WRONG)
def test_a_wrong_setting_is_one_line_that_names_it_and_shows_no_secret(
    monkeypatch: pytest.MonkeyPatch, name: str, written: str, fault: str
):
    monkeypatch.setenv(name, written)
    with pytest.raises(SettingsFault) as wrong:
        load_settings()
    assert str(wrong.value) == fault


def test_every_setting_can_be_wrong():
    assert {name for name, _written, _fault in WRONG} == set(NAMES)


def test_each_wrong_setting_has_its_line(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOT_TOKEN", "x")
    monkeypatch.setenv("ADMIN_IDS", "x")
    with pytest.raises(SettingsFault) as wrong:
        load_settings()
    assert [line.partition(":")[0] for line in str(wrong.value).splitlines()] == ["BOT_TOKEN", "ADMIN_IDS"]


def test_what_run_needs_is_missed_by_name():
    settings = load_settings()
    with pytest.raises(SettingsFault, match="^BOT_TOKEN: is missing"):
        _ = settings.token
    with pytest.raises(SettingsFault, match="^ADMIN_IDS: is missing"):
        _ = settings.admins


def test_the_file_is_read_the_environment_wins_and_the_given_wins_over_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    (tmp_path / ".env").write_text(f"BOT_TOKEN={TOKEN}\nADMIN_IDS=1, 2，3\nTIMEZONE=UTC\nPOSTGRES_DB=x\n", "utf-8")
    monkeypatch.setenv("TIMEZONE", "Asia/Urumqi")
    settings = load_settings()
    assert (settings.token, settings.admins, settings.timezone) == (TOKEN, (1, 2, 3), "Asia/Urumqi")
    assert load_settings(timezone="Asia/Tokyo").timezone == "Asia/Tokyo"


def test_a_misspelt_name_is_not_ignored(tmp_path: Path):
    (tmp_path / ".env").write_text("BOT_TOKN=1:x\n", "utf-8")
    with pytest.raises(SettingsFault, match="^BOT_TOKN: is no setting; did you mean BOT_TOKEN\\?$"):
        load_settings()


def test_secrets_do_not_show_themselves(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATABASE_URL", "postgresql://gendan:hunter2@db/gendan")
    monkeypatch.setenv("PROXY_URL", "socks5://me:hunter3@127.0.0.1:1080")
    shown = repr(load_settings()) + str(load_settings())
    assert not any(secret in shown for secret in (TOKEN, "hunter2", "hunter3"))
