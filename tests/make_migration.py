"""Write the next migration from the models, for a developer; and tell whether one is missing.

    python -m tests.make_migration --first              write 0001 again, before the first release
    python -m tests.make_migration "what changes"       write the next one and move HEAD
    python -m tests.make_migration --check              exit 1 when models and migrations differ

The written file is a frozen copy of the schema: it imports no models, because they go on
changing. Read it before committing it: moved or renamed columns and data need a human hand. Full
text search tables and triggers are not in the models; write them below the generated part with
``op.execute``, between the markers, which ``--first`` keeps.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata, produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext

from roth_planner.records import Base
from roth_planner.vault import FLOOR, PRACTICE_PASSPHRASE, Vault, migrations

VERSIONS = migrations.PACKAGED.folder / "versions"
MARKERS = ("    # by hand: what is not in the models", "    # end of by hand")

TEMPLATE = '''"""{title}"""
# ruff: noqa: E501

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {previous}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {steps}
{start}
{by_hand}{end}
'''


def main(arguments: list[str] | None = None) -> int:
    """Run as the module's docstring says; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("title", nargs="?", default="", help="what changes, in a few words")
    parser.add_argument("--first", action="store_true", help="write 0001 again")
    parser.add_argument("--check", action="store_true", help="exit 1 when models differ")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        found = differences()
        for difference in found:
            print(difference)
        return 1 if found else 0
    if chosen.first:
        if migrations.HEAD != "0001":
            parser.error("0001 has successors, so it stays as it is")
        print(write("0001", None, "First schema."))
    elif chosen.title:
        revision = f"{int(migrations.HEAD) + 1:04d}"
        print(write(revision, migrations.HEAD, chosen.title))
        _move_head(revision)
    else:
        parser.error("say what changes, or --first, or --check")
    return 0


def differences() -> list[Any]:
    """What the models have and a newly made vault does not, or the other way round."""
    with _new_vault() as connection, sa.create_engine("sqlite://").connect() as bare:
        Base.metadata.create_all(bare)
        # Alembic does not compare the conditions of a table (CHECK), so they are read here.
        conditions = sorted(_conditions(bare) ^ _conditions(connection))
        return [*compare_metadata(_context(connection), Base.metadata), *conditions]


def write(revision: str, previous: str | None, title: str) -> Path:
    """Write ``versions/<revision>_<title>.py`` and return its path."""
    if previous is None:
        with sa.create_engine("sqlite://").connect() as connection:
            steps = _steps(connection)
    else:
        with _new_vault() as connection:
            steps = _steps(connection)
    name = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    path = VERSIONS / f"{revision}_{name}.py"
    before = path.read_text("utf-8") if path.exists() else ""
    kept = before.partition(MARKERS[0] + "\n")[2].partition(MARKERS[1])[0]
    text = TEMPLATE.format(
        title=title, revision=revision, previous=repr(previous), steps=steps,
        start=MARKERS[0], by_hand=kept, end=MARKERS[1],
    )  # fmt: skip
    path.write_text(text, "utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)
    return path


def _steps(connection: sa.Connection) -> str:
    context = _context(connection)
    script = produce_migrations(context, Base.metadata)
    assert script.upgrade_ops is not None
    return render_python_code(
        script.upgrade_ops,
        render_as_batch=True,
        render_item=_render_plain,
        migration_context=context,
    )


def _context(connection: sa.Connection) -> MigrationContext:
    known = {
        name
        for name, kind in connection.exec_driver_sql("SELECT name, type FROM pragma_table_list")
        if kind in ("virtual", "shadow")
    }

    def is_ours(name: str | None, kind: str, _parents: object) -> bool:
        return kind != "table" or name not in known

    options = {
        "include_name": is_ours, "compare_type": True,
        "compare_server_default": True, "render_as_batch": True,
    }  # fmt: skip
    return MigrationContext.configure(connection, opts=options)


def _conditions(connection: sa.Connection) -> set[tuple[str, str, str]]:
    inspector = sa.inspect(connection)
    return {
        (table, str(condition["name"]), condition["sqltext"])
        for table in inspector.get_table_names()
        for condition in inspector.get_check_constraints(table)
    }


def _render_plain(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A type of ours as the plain type it is kept as, so that no model is imported."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


@contextmanager
def _new_vault() -> Iterator[sa.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        vault, _code = Vault.create(
            Path(folder) / "vault", PRACTICE_PASSPHRASE, kind="practice", cost=FLOOR
        )
        with vault, vault.engine.connect() as connection:
            yield connection


def _move_head(revision: str) -> None:
    path = Path(str(migrations.__file__))
    text = re.sub(r'(?m)^HEAD = ".*"$', f'HEAD = "{revision}"', path.read_text("utf-8"))
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
