"""What the operator sets, by environment or ``.env``. Everything wrong is one line that names the setting."""

from __future__ import annotations

import re
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TELEGRAM: Final = "https://api.telegram.org"
DATABASES: Final = ("sqlite", "postgresql", "postgres")
PROXIES: Final = ("http", "https", "socks5", "socks5h")


class SettingsFault(Exception):
    """A setting is missing or wrong. The text is meant for the operator, a line for each setting."""


def scheme_of(url: str) -> str:
    return url.partition("://")[0].partition("+")[0].lower() if "://" in url else ""


def a_token(token: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", token.get_secret_value()):
        raise ValueError("is no bot token; BotFather gives one such as 123456789:AAE…")
    return token


def a_web_address(url: str) -> str:
    if scheme_of(url) not in {"http", "https"} or not url.partition("://")[2].strip("/"):
        raise ValueError("must be an address such as https://bot-api.example.com")
    return url.rstrip("/")


def a_database(url: SecretStr) -> SecretStr:
    if scheme_of(url.get_secret_value()) not in DATABASES:
        raise ValueError("must be sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME")
    return url


def a_proxy(url: SecretStr) -> SecretStr:
    if scheme_of(url.get_secret_value()) not in PROXIES:
        raise ValueError("must be an address such as socks5://127.0.0.1:1080 or http://127.0.0.1:8080")
    return url


def a_file(path: Path) -> Path:
    if not path.is_file():
        raise ValueError(f"names {path}, which is no file")
    return path


def a_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as wrong:
        raise ValueError(f"{name!r} is no time zone; one is Asia/Shanghai") from wrong
    return name


def telegram_ids(written: object) -> object:
    """12345, 67890 as people write it, to numbers."""
    if not isinstance(written, str):
        return written
    ids = [part.strip() for part in re.split(r"[,\uff0c\s]+", written) if part.strip()]
    if not all(part.isdecimal() and part.isascii() for part in ids):
        raise ValueError("must be Telegram user ids with commas between, such as 12345,67890")
    return tuple(int(part) for part in ids)


def upper(written: object) -> object:
    return written.upper() if isinstance(written, str) else written


class Settings(BaseSettings):
    """One to one with ``.env.example`` and the table of README; a test compares the three."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True)

    bot_token: Annotated[SecretStr | None, AfterValidator(lambda t: t and a_token(t))] = Field(
        None, description="The bot's token from BotFather. Needed by `run`; the demo has its own."
    )
    telegram_api_url: Annotated[str, AfterValidator(a_web_address)] = Field(
        TELEGRAM, description="The Bot API server, if it is not Telegram's own."
    )
    database_url: Annotated[SecretStr, AfterValidator(a_database)] = Field(
        SecretStr("sqlite:///gendan.db"),
        description="`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    process_file: Annotated[Path | None, AfterValidator(lambda p: p and a_file(p))] = Field(
        None, description="Your own process book; without it the one in the package."
    )
    admin_ids: Annotated[tuple[int, ...], NoDecode, BeforeValidator(telegram_ids)] = Field(
        (), description="Telegram user ids of the administrators, with commas between. Needed by `run`."
    )
    proxy_url: Annotated[SecretStr | None, AfterValidator(lambda p: p and a_proxy(p))] = Field(
        None, description="A proxy towards Telegram: `socks5://…` or `http://…`."
    )
    timezone: Annotated[str, AfterValidator(a_zone)] = Field(
        "Asia/Shanghai", description="The zone of the company's clock."
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(upper)] = Field(
        "INFO",
        description="DEBUG, INFO, WARNING or ERROR. Logs go to stderr, as JSON unless it is a terminal.",
    )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def token(self) -> str:
        """The token of a bot that is to run. Raises SettingsFault where there is none."""
        if self.bot_token is None:
            raise SettingsFault("BOT_TOKEN: is missing; ask BotFather for one, or try `make demo` without")
        return self.bot_token.get_secret_value()

    @property
    def admins(self) -> tuple[int, ...]:
        """Who may set the company up. Raises SettingsFault where nobody may."""
        if not self.admin_ids:
            raise SettingsFault("ADMIN_IDS: is missing; name at least one Telegram user id, such as 12345")
        return self.admin_ids

    def secrets(self) -> tuple[str, ...]:
        """Everything that no log may show."""
        held = (self.bot_token, self.database_url, self.proxy_url)
        return tuple(secret.get_secret_value() for secret in held if secret is not None)


NAMES: Final = tuple(name.upper() for name in Settings.model_fields)


def load_settings(env_file: Path | None = Path(".env"), **given: Any) -> Settings:
    """The settings of this process; what is ``given`` wins over the environment, and that over the file.

    Raises SettingsFault with one line for each setting that is wrong.
    """
    if env_file is not None:
        refuse_misspelt(env_file)
    try:
        return Settings(_env_file=env_file, **given)  # pyright: ignore[reportCallIssue]
    except ValidationError as wrong:
        raise SettingsFault("\n".join(map(line_of, wrong.errors()))) from None


def line_of(error: Any) -> str:
    """BOT_TOKEN: is no bot token; … — without the value, which may be a secret."""
    name = str(error["loc"][0]).upper()
    why = str(error["msg"]).removeprefix("Value error, ")
    return f"{name}: {why[:1].lower()}{why[1:]}" if why.startswith("Input") else f"{name}: {why}"


def refuse_misspelt(env_file: Path) -> None:
    """A name that is almost one of ours would be ignored without a word; others belong to other programs."""
    if not env_file.is_file():
        return
    for name in dotenv_values(env_file):
        meant = get_close_matches(name.upper(), NAMES, n=1, cutoff=0.85)
        if meant and name.upper() not in NAMES:
            raise SettingsFault(f"{name}: is no setting; did you mean {meant[0]}?")
