"""`make migration`: a new migration from what the models say and the last one did not make yet, to be read and mended."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from bot.migrate import SCRIPTS, alembic_config, migrate
from bot.schema import newest
from db.engine import Database


def write_migration(message: str) -> Path:
    """Autogenerate the next migration against a migrated database, formatted; returns its path.

    What it says of rows that stand already (defaults, values to be filled) is the author's to write.
    """
    config, number = alembic_config(), f"{int(newest()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/last.db"
        migrate(address)
        database = Database(address)
        with database.engine.connect() as connection:
            config.attributes.update(connection=connection)
            command.revision(config, message=message, autogenerate=True, rev_id=number)
        database.dispose()
    [written] = (SCRIPTS / "versions").glob(f"{number}_*.py")
    kept = [line for line in written.read_text().splitlines() if "# ### " not in line]
    written.write_text("\n".join(kept) + "\n")
    for arguments in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([sys.executable, "-m", "ruff", *arguments, str(written)], check=True)
    return written


if __name__ == "__main__":
    print(write_migration(sys.argv[1]))
