"""Tables of long work, named what-ifs, and which files were taken in."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from store.tables.columns import document, key, metadata, shop_key, stamp

job = Table(
    "job",
    metadata,
    key(),
    shop_key(),
    Column("kind", Text, nullable=False),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=True, index=True),
    Column("scenario_id", Integer, ForeignKey("scenario.id"), nullable=True, index=True),
    Column("state", Text, nullable=False, index=True),
    Column("token", BigInteger, nullable=False),
    Column("beats", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", Text, nullable=True),
    document("task"),
    Column("pid", Integer, nullable=True),
    Column("phase", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("cost", Float, nullable=True),
    Column("bound", Float, nullable=True),
    Column("stop_asked", Boolean, nullable=False),
    Column("beat_s", BigInteger, nullable=False),
    Column("ended_s", BigInteger, nullable=True),
    document("result", optional=True),
    document("failure", optional=True),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=True),
    Column("action_id", Integer, ForeignKey("action.id"), nullable=True),
    *stamp("started"),
)

job_file = Table(
    "job_file",
    metadata,
    Column("job_id", Integer, ForeignKey("job.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

worker = Table(
    "worker",
    metadata,
    Column("name", Text, primary_key=True),
    Column("shop_id", Text, nullable=True),
    Column("places", Integer, nullable=False),
    Column("beats", BigInteger, nullable=False),
    Column("beat_s", BigInteger, nullable=False),
)

scenario = Table(
    "scenario",
    metadata,
    key(),
    shop_key(),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    document("inputs"),
    document("result", optional=True),
    *stamp("changed"),
    UniqueConstraint("shop_id", "name"),
)

file_import = Table(
    "file_import",
    metadata,
    key(),
    shop_key(),
    Column("kind", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("content", Text, nullable=False),
    Column("same_rows", Text, nullable=False),
    document("held"),
    Column("changes", LargeBinary, nullable=False),
    *stamp("entered"),
    Column("withdrawn_by", Text, nullable=True),
    Column("withdrawn_s", BigInteger, nullable=True),
    Index("ix_file_import_shop_id", "shop_id", "kind"),
)
