"""Until the first release its one migration is written anew from the models: `make schema`."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.migrate import SCRIPTS, alembic_config
from db.engine import Database

FIRST = "0001"


def write_first_migration() -> Path:
    """Autogenerate the first migration against an empty database, formatted; returns its path."""
    for old in (SCRIPTS / "versions").glob(f"{FIRST}_*.py"):
        old.unlink()
    config = alembic_config()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/empty.db")
        with database.engine.connect() as connection:
            config.attributes.update(connection=connection, batch=False)  # nothing is rebuilt here
            command.revision(config, message="First release", autogenerate=True, rev_id=FIRST)
        database.dispose()
    [written] = (SCRIPTS / "versions").glob(f"{FIRST}_*.py")
    kept = [line for line in written.read_text().splitlines() if "# ### " not in line]
    written.write_text("\n".join(kept) + "\n")
    for arguments in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(written)], check=True)
    return written


if __name__ == "__main__":
    print(write_first_migration())
