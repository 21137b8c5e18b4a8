"""
The tables, as the migrations leave them; the same on SQLite and PostgreSQL.

What is searched has a column; what is only read whole is JSON text (``document``) or compressed
arrays (``arrays``). Moments are whole minutes (``*_min``), the times at which people did
something whole seconds (``*_s``), both since 1970-01-01 00:00 UTC; money is whole fen (``*_fen``).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _key() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _shop(*, key: bool = False) -> Column[str]:
    return Column("shop_id", Text, ForeignKey("shop.id"), primary_key=key, nullable=False)


def _stamp(what: str) -> tuple[Column[str], Column[int]]:
    """Return the columns of who and when."""
    return Column(f"{what}_by", Text, nullable=False), Column(
        f"{what}_s", BigInteger, nullable=False
    )


def _document(name: str = "document", *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _arrays() -> Column[bytes]:
    return Column("arrays", LargeBinary, nullable=False)


def _horizon() -> tuple[Column[object], ...]:
    return (
        Column("start", Date, nullable=False),
        Column("days", Integer, nullable=False),
        Column("interval_min", Integer, nullable=False),
    )


def _agent() -> tuple[Column[str], ForeignKeyConstraint]:
    return (
        Column("agent_id", Text, nullable=False),
        ForeignKeyConstraint(["shop_id", "agent_id"], ["agent.shop_id", "agent.id"]),
    )


shop = Table(
    "shop",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("timezone", Text, nullable=False),
    Column("interval_min", Integer, nullable=False),
)

post = Table(
    "post",
    metadata,
    _shop(key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    _document(),
)

agent = Table(
    "agent",
    metadata,
    _shop(key=True),
    Column("id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
    _document(),
)

rule_set = Table(
    "rule_set",
    metadata,
    _shop(key=True),
    Column("version", Integer, primary_key=True),
    _document(),
    *_stamp("entered"),
)

volumes = Table("volumes", metadata, _shop(key=True), _arrays(), *_stamp("entered"))

special_day = Table(
    "special_day",
    metadata,
    _key(),
    _shop(),
    Column("date", Date, nullable=False),
    Column("name", Text, nullable=False),
    _document(),
    *_stamp("entered"),
    UniqueConstraint("shop_id", "date", "name"),
)

forecast = Table(
    "forecast",
    metadata,
    _key(),
    _shop(),
    *_horizon(),
    _arrays(),
    _document(),
    *_stamp("entered"),
)

requirement = Table(
    "requirement",
    metadata,
    _key(),
    _shop(),
    *_horizon(),
    _arrays(),
    _document(),
    *_stamp("entered"),
)

week = Table(
    "week",
    metadata,
    _key(),
    _shop(),
    Column("label", Text, nullable=False),
    *_horizon(),
    _document("rules"),
    _document("history"),
    Column("forecast_id", Integer, ForeignKey("forecast.id"), nullable=True),
    Column("requirement_id", Integer, ForeignKey("requirement.id"), nullable=True),
    *_stamp("entered"),
    UniqueConstraint("shop_id", "label"),
)

absence = Table(
    "absence",
    metadata,
    _key(),
    _shop(),
    *_agent(),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
    Column("kind", Text, nullable=False),
    *_stamp("entered"),
)

wish = Table(
    "wish",
    metadata,
    _key(),
    _shop(),
    *_agent(),
    Column("date", Date, nullable=False, index=True),
    Column("first_clock", Integer, nullable=True),
    Column("last_clock", Integer, nullable=True),
    Column("weight", Float, nullable=False),
    *_stamp("entered"),
)


def _shift() -> tuple[Column[object], ...]:
    return (
        Column("agent_id", Text, nullable=False, index=True),
        Column("post", Text, nullable=False),
        Column("start_min", BigInteger, nullable=False),
        Column("end_min", BigInteger, nullable=False),
        Column("meal_start_min", BigInteger, nullable=True),
        Column("meal_end_min", BigInteger, nullable=True),
        _document("breaks"),
    )


pin = Table(
    "pin",
    metadata,
    _key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False, index=True),
    *_shift(),
    *_stamp("entered"),
)

roster_version = Table(
    "roster_version",
    metadata,
    _key(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("origin", Text, nullable=False),
    *_stamp("made"),
    *_stamp("changed"),
    Column("published_by", Text, nullable=False),
    Column("published_s", BigInteger, nullable=True),
    Column("reason", Text, nullable=False),
    _document("checked"),
    _document("proof", optional=True),
    UniqueConstraint("week_id", "number"),
)

roster_shift = Table(
    "roster_shift",
    metadata,
    _key(),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=False, index=True),
    *_shift(),
)

simulation = Table(
    "simulation",
    metadata,
    _key(),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=False, index=True),
    _document(),
    _arrays(),
    *_stamp("entered"),
)

job = Table(
    "job",
    metadata,
    _key(),
    _shop(),
    Column("week_id", Integer, ForeignKey("week.id"), nullable=False, index=True),
    Column("scenario_id", Integer, ForeignKey("scenario.id"), nullable=True, index=True),
    Column("state", Text, nullable=False),
    _document("task"),
    Column("pid", Integer, nullable=True),
    Column("phase", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("cost", Float, nullable=True),
    Column("bound", Float, nullable=True),
    Column("stop_asked", Boolean, nullable=False),
    Column("beat_s", BigInteger, nullable=False),
    Column("ended_s", BigInteger, nullable=True),
    _document("result", optional=True),
    _document("failure", optional=True),
    Column("version_id", Integer, ForeignKey("roster_version.id"), nullable=True),
    *_stamp("started"),
)

action = Table(
    "action",
    metadata,
    _key(),
    _shop(),
    Column("name", Text, nullable=False),
    Column("subject", Text, nullable=False),
    _document(),
    *_stamp("done"),
    Index("ix_action_subject", "shop_id", "subject"),
)

attendance = Table(
    "attendance",
    metadata,
    _key(),
    _shop(),
    Column("agent_id", Text, nullable=False),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
)

interruption = Table(
    "interruption",
    metadata,
    _key(),
    _shop(),
    Column("agent_id", Text, nullable=False),
    Column("start_min", BigInteger, nullable=False, index=True),
    Column("end_min", BigInteger, nullable=False),
    _document(),
    *_stamp("entered"),
)

overtime = Table(
    "overtime",
    metadata,
    _key(),
    _shop(),
    Column("date", Date, nullable=False, index=True),
    _document(),
    *_stamp("entered"),
)

month_targets = Table(
    "month_targets",
    metadata,
    _shop(key=True),
    Column("month", Text, primary_key=True),
    _document(),
    *_stamp("entered"),
)

pay_plan = Table(
    "pay_plan",
    metadata,
    _shop(key=True),
    Column("agent_id", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    _document(),
    *_stamp("entered"),
)

scheme = Table(
    "scheme",
    metadata,
    _shop(key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("post_kind", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    _document(),
    *_stamp("entered"),
)

post_kind = Table(
    "post_kind",
    metadata,
    _shop(key=True),
    Column("post_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
)

fact_source = Table(
    "fact_source",
    metadata,
    _shop(key=True),
    Column("month", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    _arrays(),
    *_stamp("entered"),
)

chat_source = Table(
    "chat_source",
    metadata,
    _shop(key=True),
    Column("month", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    _arrays(),
    *_stamp("entered"),
)

month_run = Table(
    "month_run",
    metadata,
    _key(),
    _shop(),
    Column("month", Text, nullable=False),
    Column("number", Integer, nullable=False),
    _document(),
    _arrays(),
    *_stamp("entered"),
    UniqueConstraint("shop_id", "month", "number"),
)

scorecard = Table(
    "scorecard",
    metadata,
    Column("run_id", Integer, ForeignKey("month_run.id"), primary_key=True),
    Column("agent_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("grade", Text, nullable=True),
    _document(),
)

payout = Table(
    "payout",
    metadata,
    Column("run_id", Integer, ForeignKey("month_run.id"), primary_key=True),
    Column("agent_id", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("total_fen", BigInteger, nullable=False),
    _document(),
)

scenario = Table(
    "scenario",
    metadata,
    _key(),
    _shop(),
    Column("name", Text, nullable=False),
    Column("position", Integer, nullable=False),
    _document("inputs"),
    _document("result", optional=True),
    *_stamp("changed"),
    UniqueConstraint("shop_id", "name"),
)

register_entry = Table(
    "register_entry",
    metadata,
    _key(),
    _shop(),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("date", Date, nullable=False, index=True),
    _document(),
    *_stamp("entered"),
    Index("ix_register_entry_kind", "shop_id", "kind", "subject"),
)

run_step = Table(
    "run_step",
    metadata,
    _key(),
    Column("run_id", Integer, ForeignKey("month_run.id"), nullable=False, index=True),
    Column("state", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *_stamp("entered"),
)

message_source = Table(
    "message_source",
    metadata,
    _shop(key=True),
    Column("month", Text, primary_key=True),
    Column("source", Text, primary_key=True),
    _arrays(),
    *_stamp("entered"),
)
