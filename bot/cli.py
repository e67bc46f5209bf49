"""``python -m bot``: 0 where all is well, 1 where the thing looked at is wrong, 2 for wrong usage or a setting."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final

from bot.ending import Ending
from bot.logs import configure_logs
from bot.settings import Settings, SettingsFault, load_settings

GOOD: Final = 0
WRONG_USAGE: Final = 2


OF_THEIR_OWN: Final = {
    "process": "check, print, draw or copy the process book",
    "roles": "print who may do what in which state of an order, and who may see what",
    "understand": "print what is understood of a text",
    "audit": "prove the history, or print an order's",
    "doctor": "look at settings, book, database and everything that must be true",
}
"""Commands with a module each that says what may stand behind them, and what they are for."""


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """All commands; where the `command` is known, only its own module is loaded."""
    parser = argparse.ArgumentParser(prog="python -m bot", description="Gendan, an order desk in the company's chat.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser("demo", help="the bot with a sample company on a page; no token, no network")
    demo.add_argument("--port", type=int, help="the port of the page; a free one if it is not given")
    commands.add_parser("run", help="the bot with your BOT_TOKEN")
    commands.add_parser("migrate", help="bring the database to this version's tables")
    for name, meaning in OF_THEIR_OWN.items():
        added = commands.add_parser(name, help=meaning)
        if command in (None, name):
            importlib.import_module(f"bot.{name}_cli").add_arguments(added)
    return parser


# Each command loads what it needs when it is called: `process check` should not wait for Telegram's types.
def demo(settings: Settings, args: argparse.Namespace) -> int:
    from bot.demo import run as start

    return start(settings, port=args.port)


def run(settings: Settings, _args: argparse.Namespace) -> int:
    from bot.run import run as start

    return start(settings)


def migrate(settings: Settings, _args: argparse.Namespace) -> int:
    from bot.migrate import run as start

    return start(settings)


def process(settings: Settings, args: argparse.Namespace) -> int:
    from bot import process_cli

    return process_cli.run(args, settings.process_file)


def roles(settings: Settings, args: argparse.Namespace) -> int:
    from bot import roles_cli

    return roles_cli.run(args, settings.process_file)


def understand(settings: Settings, args: argparse.Namespace) -> int:
    from bot import understand_cli

    return understand_cli.run(args, settings)


def audit(settings: Settings, args: argparse.Namespace) -> int:
    from bot import audit_cli

    return audit_cli.run(args, settings)


def doctor(settings: Settings, _args: argparse.Namespace) -> int:
    from bot import doctor_cli

    return doctor_cli.run(settings)


COMMANDS: Final[dict[str, Callable[[Settings, argparse.Namespace], int]]] = {
    "demo": demo,
    "run": run,
    "migrate": migrate,
    "process": process,
    "roles": roles,
    "understand": understand,
    "audit": audit,
    "doctor": doctor,
}


def given_by(args: argparse.Namespace) -> dict[str, Any]:
    """What a command line decides over every setting: `process init` may write the file that PROCESS_FILE names."""
    return {"process_file": None} if args.command == "process" and args.verb == "init" else {}


def main(argv: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if argv is None else argv
    args = build_parser(given[0] if given else "").parse_args(given)
    try:
        settings = load_settings(**given_by(args))
        configure_logs(settings.log_level, settings.secrets())
        return COMMANDS[args.command](settings, args)
    except SettingsFault as fault:
        print(fault, file=sys.stderr)
        return WRONG_USAGE
    except Ending as ending:
        print(ending.text, file=sys.stderr)
        return ending.code
    except KeyboardInterrupt:
        return GOOD
