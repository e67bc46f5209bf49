"""``python -m locales extract | update | check | missing | draft``: the catalogues' own command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from locales.catalogues import TEMPLATE, catalogue_path, read_catalogue
from locales.extraction import extract, unfinished, update, write
from locales.languages import TRANSLATED
from locales.review import faults, missing


def run_extract() -> int:
    write(extract(), TEMPLATE)
    return 0


def run_update() -> int:
    template = read_catalogue(TEMPLATE)
    for language in TRANSLATED:
        catalogue = update(template, language)
        write(catalogue, catalogue_path(language))
        print(f"{language}: {len(catalogue)} texts, {len(unfinished(catalogue))} to translate")
    return 0


def run_check() -> int:
    found = list(faults())
    for fault in found:
        print(fault)
    if not found:
        print(f"{len(read_catalogue(TEMPLATE))} texts, complete in {', '.join(TRANSLATED)}")
    return 1 if found else 0


def run_missing() -> int:
    left = 0
    for language in TRANSLATED:
        for message in missing(language):
            print(f"{language}\t{message.context or ''}\t{message.id!r}")
            left += 1
    return 1 if left else 0


def run_draft() -> int:
    """Fills the gaps of zh_Hant with a converted text, for a person to read before it is committed."""
    try:
        from opencc import OpenCC
    except ImportError:
        print("opencc is missing: make install-dev", file=sys.stderr)
        return 2
    convert = OpenCC("s2twp").convert
    catalogue = update(read_catalogue(TEMPLATE), "zh_Hant")
    drafted = unfinished(catalogue)
    for message in drafted:
        message.string = convert(str(message.id))
        message.flags.discard("fuzzy")
        print(f"{message.id!r}\n{message.string!r}\n")
    write(catalogue, catalogue_path("zh_Hant"))
    print(f"{len(drafted)} drafted; read them before you commit them")
    return 0


COMMANDS = {
    "extract": (run_extract, "write messages.pot from the texts.py files"),
    "update": (run_update, "bring every catalogue to what messages.pot has"),
    "check": (run_check, "fail where the template is stale or a translation missing or wrong"),
    "missing": (run_missing, "list what is not translated"),
    "draft": (run_draft, "draft the missing traditional texts by opencc"),
}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m locales", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (_run, help_text) in COMMANDS.items():
        commands.add_parser(name, help=help_text)
    return COMMANDS[parser.parse_args(argv).command][0]()


if __name__ == "__main__":
    sys.exit(main())
