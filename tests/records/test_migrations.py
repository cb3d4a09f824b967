"""Migrations on databases with something in them, on both engines."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect, text
from sqlalchemy.orm import Session

from supportmap.records.base import Base
from supportmap.records.database import connected, writing
from supportmap.records.migrate import (
    SCRIPTS,
    check_current,
    count_rows,
    current,
    downgrade,
    is_current,
    upgrade,
)
from supportmap.records.network_writing import put_client
from supportmap.records.networks import state_of
from supportmap.settings import BadSetting
from tests.records.everything import contents, fill
from tests.revision import differences
from tests.service import a_client, a_user, an_agency

REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
NO_MORE = {"client": {"elicited", "ties_asked"}}
"""Columns of earlier shapes that the models have no more."""
NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = {before!r}
{more}


def upgrade():
    {up}


def downgrade():
    {down}
"""
REBUILD = """rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("client", recreate=rebuilt) as client:
        client.add_column(sa.Column("mark", sa.Integer(), nullable=False, server_default="7"))"""
REBUILD_BACK = """rebuilt = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("client", recreate=rebuilt) as client:
        client.drop_column("mark")"""


@pytest.fixture
def own(spare_url: str) -> Iterator[Engine]:
    with connected(spare_url) as engine:
        yield engine


def with_next(folder: Path, up: str, down: str = "pass", more: str = "") -> ScriptDirectory:
    """The migrations, and one more that was never released."""
    (folder / "next").mkdir()
    code = NEXT.format(before=SCRIPTS.get_current_head(), up=up, down=down, more=more)
    (folder / "next" / "next.py").write_text(code)
    versions = [str(Path(SCRIPTS.dir) / "versions"), str(folder / "next")]
    return ScriptDirectory(SCRIPTS.dir, version_locations=versions)


def everything_in(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return contents(connection)


def filled(session: Session) -> Engine:
    """The engine of a database with something in every table of the models."""
    fill(session)
    session.close()
    engine = session.get_bind().engine
    found = everything_in(engine)
    assert found.keys() == Base.metadata.tables.keys()
    assert all(found.values()), "a table is empty: fill it in tests/records/everything.py"
    return engine


def test_every_migration_down_and_up_again_loses_nothing_that_both_shapes_have(session: Session) -> None:
    engine = filled(session)
    before = everything_in(engine)
    for revision in reversed(REVISIONS[:-1]):
        downgrade(engine, revision)
        older = everything_in(engine)
        upgrade(engine)
        again = everything_in(engine)
        for table, rows in older.items():
            both = [name for name in rows[0] if name not in NO_MORE.get(table, ())]
            kept, was = ([{n: row[n] for n in both} for row in side[table]] for side in (again, older))
            assert sorted(kept, key=repr) == sorted(was, key=repr)
            assert len(again[table]) == len(before[table])
    assert is_current(engine)


def test_a_need_that_nobody_was_asked_about_is_the_some_below_and_null_above(session: Session) -> None:
    engine = filled(session)
    with engine.begin() as connection:
        connection.execute(text("UPDATE client SET need_practical = NULL"))
    downgrade(engine, "r0003_invitations")
    assert needs_in(engine) == (0.3, 0.5)
    upgrade(engine)
    assert needs_in(engine) == (0.3, None)


def test_what_a_single_tie_had_set_is_not_taken_as_asked_of_all(session: Session) -> None:
    engine = filled(session)
    downgrade(engine, "r0004_needs_not_asked")
    (client,) = everything_in(engine)["client"]
    assert (bool(client["elicited"]), bool(client["ties_asked"])) == (True, False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE client SET ties_asked = true"))
    upgrade(engine)
    (client,) = everything_in(engine)["client"]
    assert (bool(client["elicited_said"]), client["ties_among"]) == (False, None)


def test_that_there_is_nobody_stays_said_where_nobody_is(session: Session) -> None:
    agency = an_agency(session)
    owner = a_client(session, agency, a_user(session, agency))
    with writing(session):
        put_client(session, state_of(session, owner), replace(state_of(session, owner), elicited_said=True))
    engine = session.get_bind().engine
    session.close()
    downgrade(engine, "r0004_needs_not_asked")
    upgrade(engine)
    assert [bool(each["elicited_said"]) for each in everything_in(engine)["client"]] == [True]


def needs_in(engine: Engine) -> tuple[float | None, ...]:
    (client,) = everything_in(engine)["client"]
    return client["need_emotional"], client["need_practical"]


def test_all_the_way_down_leaves_nothing_and_up_again_everything_works(own: Engine) -> None:
    upgrade(own)
    downgrade(own, "base")
    assert inspect(own).get_table_names() == ["alembic_version"]
    assert current(own) is None
    upgrade(own)
    assert is_current(own)


def test_rebuilding_a_table_keeps_the_rows_that_point_at_it(session: Session, tmp_path: Path) -> None:
    engine, scripts = filled(session), with_next(tmp_path, REBUILD, REBUILD_BACK)
    before = everything_in(engine)
    upgrade(engine, scripts=scripts)
    after = everything_in(engine)
    assert [row.pop("mark") for row in after["client"]] == [7]
    assert after == before
    downgrade(engine, str(SCRIPTS.get_current_head()), scripts)
    assert everything_in(engine) == before
    with engine.begin() as connection:
        # References count again: a client whose contacts are there can't go.
        with pytest.raises(Exception, match=r"FOREIGN KEY|foreign key"):
            connection.execute(text("DELETE FROM client"))
        connection.rollback()


@pytest.mark.parametrize(
    ("up", "complaint"),
    [
        ('op.execute("DELETE FROM tie")', "how many rows tie has"),
        ('op.execute("DELETE FROM reading"); raise KeyError("half way")', "half way"),
        ('op.create_table("more", sa.Column("id", sa.Integer())); op.execute("nonsense")', "syntax error"),
    ],
)
def test_a_migration_that_fails_or_loses_rows_leaves_all_as_it_was(
    session: Session, tmp_path: Path, up: str, complaint: str
) -> None:
    engine = filled(session)
    before = everything_in(engine)
    with pytest.raises(Exception, match=complaint):
        upgrade(engine, scripts=with_next(tmp_path, up))
    assert everything_in(engine) == before
    assert is_current(engine)


def test_a_migration_that_breaks_a_reference_leaves_all_as_it_was(session: Session, tmp_path: Path) -> None:
    engine = filled(session)
    before = everything_in(engine)
    scripts = with_next(
        tmp_path,
        'op.execute("DELETE FROM data_key"); op.execute("DELETE FROM client")',
        more='rows_change = ("client", "data_key")',
    )
    with pytest.raises(Exception, match=r"pointing at nothing|foreign key"):
        upgrade(engine, scripts=scripts)
    assert everything_in(engine) == before


def test_a_migration_may_say_which_rows_it_removes(session: Session, tmp_path: Path) -> None:
    engine = filled(session)
    upgrade(
        engine, scripts=with_next(tmp_path, 'op.execute("DELETE FROM tie")', more='rows_change = ("tie",)')
    )
    assert everything_in(engine)["tie"] == []
    downgrade(engine, str(SCRIPTS.get_current_head()), with_next_again(tmp_path))


def with_next_again(folder: Path) -> ScriptDirectory:
    versions = [str(Path(SCRIPTS.dir) / "versions"), str(folder / "next")]
    return ScriptDirectory(SCRIPTS.dir, version_locations=versions)


def test_the_migrations_make_what_the_models_say(own: Engine, spare_url: str) -> None:
    upgrade(own)
    with own.connect() as connection:
        assert differences(connection) == []


def test_the_migrations_make_every_check_of_the_models(own: Engine) -> None:
    """Alembic compares no checks: the oracle is what the engine itself makes of the models."""
    upgrade(own)
    migrated = checks(own)
    downgrade(own, "base")
    Base.metadata.create_all(own)
    assert migrated == checks(own)
    named = [
        c.name for t in Base.metadata.tables.values() for c in t.constraints if isinstance(c, CheckConstraint)
    ]
    assert len(migrated) == len(named) > 10
    Base.metadata.drop_all(own)


def checks(engine: Engine) -> set[tuple[str, str, str]]:
    found = inspect(engine)
    return {
        (table, str(check["name"]), str(check["sqltext"]))
        for table in Base.metadata.tables
        for check in found.get_check_constraints(table)
    }


def test_every_constraint_has_a_name(own: Engine) -> None:
    upgrade(own)
    found = inspect(own)
    for table in Base.metadata.tables:
        constraints = [
            found.get_pk_constraint(table),
            *found.get_foreign_keys(table),
            *found.get_check_constraints(table),
            *found.get_unique_constraints(table),
        ]
        assert all(constraint["name"] for constraint in constraints), table


def test_two_processes_that_migrate_at_once_both_find_it_done(spare_url: str) -> None:
    code = (
        "import sys; from supportmap.records.database import connected; "
        "from supportmap.records.migrate import is_current, upgrade\n"
        "with connected(sys.argv[1]) as engine:\n upgrade(engine); assert is_current(engine)"
    )
    command = [sys.executable, "-c", code, spare_url]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for process in running:
        _, complaint = process.communicate(timeout=120)
        assert (process.returncode, complaint) == (0, "")


def test_a_database_of_a_newer_program_is_refused(own: Engine) -> None:
    upgrade(own)
    with own.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999_later'"))
    for act in (upgrade, check_current):
        with pytest.raises(BadSetting, match="made by a newer supportmap"):
            act(own)
    assert not is_current(own)


def test_a_database_of_another_program_is_left_alone(spare_url: str) -> None:
    other = create_engine(spare_url)
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    other.dispose()
    with connected(spare_url) as engine:
        with pytest.raises(BadSetting, match="supportmap did not make"):
            upgrade(engine)
        assert inspect(engine).get_table_names() == ["theirs"]


def test_an_empty_or_older_database_is_not_current(own: Engine, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="is empty"):
        check_current(own)
    upgrade(own)
    check_current(own)
    with own.connect() as connection:
        assert set(count_rows(connection)) == set(Base.metadata.tables)
