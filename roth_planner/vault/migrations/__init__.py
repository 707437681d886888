"""Steps that bring the tables of an older vault up to date, each written once and never changed.

``versions/`` is content for Alembic and is found as files, also in a wheel and in the frozen
bundle, so it must be shipped as ``.py`` files beside this module. Alembic is loaded only when
there is something to do: an up-to-date vault is recognised by one SELECT.

New step: change the models, then ``python -m tests.make_migration "what changes"``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roth_planner.errors import DamagedVault, NewerVault, PlannerError
from roth_planner.vault.troubles import recognise

if TYPE_CHECKING:
    from sqlalchemy import Engine

HEAD = "0002"
"""The last step; kept equal to the newest file in ``versions/`` by a test."""


@dataclass(frozen=True)
class Migrations:
    """A folder as Alembic wants it (``env.py``, ``versions/``), and the step a vault ends at."""

    folder: Path
    head: str

    def pending(self, connection: Any) -> bool:
        """Whether the vault on this DB-API connection is older than ``head``.

        Raises NewerVault when it knows steps this program does not, DamagedVault when the
        record of steps is missing or makes no sense. Writes nothing.
        """
        now = current(connection)
        if now == self.head:
            return False
        if now not in self._known():
            raise NewerVault(
                "A newer version of ROTH Planner has changed the tables of this vault. Nothing was"
                " written. Install the newer version to open it."
            )
        return True

    def upgrade(self, engine: Engine) -> None:
        """Bring the tables to ``head``, in one transaction: all of it, or nothing.

        Foreign keys are off meanwhile, because SQLite otherwise empties the rows that refer to a
        table being rebuilt (sqlite.org/lang_altertable.html, 7), and checked before the commit.
        Raises PlannerError when a step fails; trouble with the disk passes as it came.
        """
        from alembic import command

        config = self._config()
        with engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    config.attributes["connection"] = connection
                    command.upgrade(config, self.head)
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise PlannerError(
                            "Bringing the vault up to date would have left records without what"
                            " they belong to, so it was not done. The vault is as it was before."
                            " Keep it, and tell the makers of ROTH Planner."
                        )
            except Exception as error:
                if isinstance(error, PlannerError) or recognise(error):
                    raise
                raise PlannerError(
                    "The vault could not be brought up to date, so it was not opened. It is as it"
                    " was before. Keep it, and tell the makers of ROTH Planner."
                ) from error
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def touches(self, connection: Any) -> frozenset[str]:
        """What the steps still to do change on purpose: "table.column", or "table" for all of it.

        Each step names it in ``touches``; everything else is the same afterwards or it is not done.
        """
        from alembic.script import ScriptDirectory

        steps = ScriptDirectory.from_config(self._config())
        return frozenset(
            name
            for step in steps.iterate_revisions(self.head, current(connection))
            for name in getattr(step.module, "touches", ())
        )

    def _known(self) -> set[str]:
        from alembic.script import ScriptDirectory

        steps = ScriptDirectory.from_config(self._config()).walk_revisions()
        return {step.revision for step in steps}

    def _config(self) -> Any:
        from alembic.config import Config

        config = Config()
        # ConfigParser takes a single % in a path for a reference.
        config.set_main_option("script_location", str(self.folder).replace("%", "%%"))
        return config


PACKAGED = Migrations(Path(__file__).resolve().parent, HEAD)
"""The steps that came with this program."""


def current(connection: Any) -> str:
    """The last step of the vault on this DB-API connection; raises DamagedVault if unknown."""
    there = connection.execute(
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    rows = (
        connection.execute("SELECT version_num FROM alembic_version").fetchall() if there[0] else []
    )
    if len(rows) != 1 or not isinstance(rows[0][0], str):
        raise DamagedVault(
            "The vault's data file does not hold the tables of a vault. Nothing was changed. Keep"
            " the folder as it is, and restore the last backup."
        )
    return str(rows[0][0])
