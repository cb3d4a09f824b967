"""Keep the community directory."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0007_directory"
down_revision = "r0006_work_between_visits"

FORGET = """INSERT INTO service_text (service_text, rowid, words, tokens)
    VALUES ('delete', old.number, old.words, old.tokens);"""
LEARN = "INSERT INTO service_text (rowid, words, tokens) VALUES (new.number, new.words, new.tokens);"
SQLITE_INDEX = (
    # What is between blanks is one word, whatever its letters: FTS5 knows fewer of them than Python does.
    """CREATE VIRTUAL TABLE service_text USING fts5 (words, tokens, content = 'service_words',
    content_rowid = 'number', tokenize = 'ascii', detail = 'column', columnsize = 0)""",
    f"CREATE TRIGGER service_words_added AFTER INSERT ON service_words BEGIN {LEARN} END",
    f"CREATE TRIGGER service_words_removed AFTER DELETE ON service_words BEGIN {FORGET} END",
    f"CREATE TRIGGER service_words_changed AFTER UPDATE ON service_words BEGIN {FORGET} {LEARN} END",
)
"""The text index on SQLite: FTS5 keeps no copy of the words, so triggers tell it what was there."""
POSTGRESQL_INDEX = (
    """ALTER TABLE service_words ADD COLUMN vector tsvector GENERATED ALWAYS AS
    (array_to_tsvector(array_remove(string_to_array(words || ' ' || tokens, ' '), ''))) STORED""",
    "CREATE INDEX ix_service_words_vector ON service_words USING gin (vector)",
)
"""The text index on PostgreSQL, which neither splits nor stems what is there."""


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "centroid",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_centroid_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "code", name=op.f("pk_centroid")),
    )
    op.create_table(
        "resource_import",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_name", sa.String(length=200), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("report", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'refused', 'stopped')", name=op.f("ck_resource_import_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_resource_import_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_resource_import")),
    )
    op.create_index(
        op.f("ix_resource_import_agency_id_begun_at"), "resource_import", ["agency_id", "begun_at"]
    )
    op.create_table(
        "resource_source",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("licence", sa.String(length=500), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("exportable", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_resource_source_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_resource_source")),
        sa.UniqueConstraint("agency_id", "name", name=op.f("uq_resource_source_agency_id_name")),
    )
    op.create_table(
        "service",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("corrections", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("organization", sa.Text(), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=True),
        sa.Column("minimum_age", sa.Double(), nullable=True),
        sa.Column("maximum_age", sa.Double(), nullable=True),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("in_person", sa.Boolean(), nullable=True),
        sa.Column("online", sa.Boolean(), nullable=True),
        sa.Column("languages", sa.Text(), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("confidential", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("emotional", sa.SmallInteger(), nullable=True),
        sa.Column("practical", sa.SmallInteger(), nullable=True),
        sa.Column("belonging", sa.SmallInteger(), nullable=True),
        sa.Column("assignments", sa.Text(), nullable=True),
        sa.Column("staff_functions", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('active', 'inactive', 'defunct', 'temporarily closed')",
            name=op.f("ck_service_status_known"),
        ),
        sa.CheckConstraint("belonging BETWEEN 0 AND 2", name=op.f("ck_service_belonging_range")),
        sa.CheckConstraint("emotional BETWEEN 0 AND 2", name=op.f("ck_service_emotional_range")),
        sa.CheckConstraint("practical BETWEEN 0 AND 2", name=op.f("ck_service_practical_range")),
        sa.ForeignKeyConstraint(
            ["agency_id", "source_id"],
            ["resource_source.agency_id", "resource_source.id"],
            name=op.f("fk_service_agency_id_source_id_resource_source"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_service_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_service")),
        sa.UniqueConstraint(
            "agency_id", "source_id", "external_id", name=op.f("uq_service_agency_id_source_id_external_id")
        ),
    )
    op.create_table(
        "correction",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "service_id"],
            ["service.agency_id", "service.id"],
            name=op.f("fk_correction_agency_id_service_id_service"),
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "user_id"],
            ["user.agency_id", "user.id"],
            name=op.f("fk_correction_agency_id_user_id_user"),
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_correction_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "id", name=op.f("pk_correction")),
    )
    op.create_index(op.f("ix_correction_agency_id_settled_at"), "correction", ["agency_id", "settled_at"])
    op.create_table(
        "service_place",
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("postal_code", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('physical', 'postal', 'virtual')", name=op.f("ck_service_place_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["agency_id", "service_id"],
            ["service.agency_id", "service.id"],
            name=op.f("fk_service_place_agency_id_service_id_service"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_service_place_agency_id_agency")),
        sa.PrimaryKeyConstraint("agency_id", "service_id", "position", name=op.f("pk_service_place")),
    )
    op.create_index(op.f("ix_service_place_agency_id_latitude"), "service_place", ["agency_id", "latitude"])
    op.create_table(
        "service_words",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("named", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id", "service_id"],
            ["service.agency_id", "service.id"],
            name=op.f("fk_service_words_agency_id_service_id_service"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_service_words")),
        sa.UniqueConstraint("agency_id", "service_id", name=op.f("uq_service_words_agency_id_service_id")),
    )
    for statement in SQLITE_INDEX if op.get_bind().dialect.name == "sqlite" else POSTGRESQL_INDEX:
        op.execute(statement)


def downgrade() -> None:
    """Take them away."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE service_text")
    op.drop_table("service_words")
    op.drop_table("service_place")
    op.drop_table("correction")
    op.drop_table("service")
    op.drop_table("resource_source")
    op.drop_table("resource_import")
    op.drop_table("centroid")
