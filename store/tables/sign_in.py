"""Tables of who signs in: accounts, tries, visits, links, who waits, and the house's own."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, Text

from store.tables.columns import agent_key, key, metadata, shop_key, stamp

account = Table(
    "account",
    metadata,
    key(),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("totp", Text, nullable=True),
    Column("totp_step", BigInteger, nullable=False),
    Column("outside", Text, nullable=True, unique=True),
    Column("locked_by", Text, nullable=True),
    Column("locked_s", BigInteger, nullable=True),
    *stamp("entered"),
)

sign_in_try = Table(
    "sign_in_try",
    metadata,
    Column("who", Text, primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("until_s", BigInteger, nullable=False),
    Column("last_s", BigInteger, nullable=False),
)

own_link = Table(
    "own_link",
    metadata,
    key(),
    shop_key(),
    *agent_key(),
    Column("code", Text, nullable=False, unique=True),
    Column("until_s", BigInteger, nullable=False),
    Column("bound_s", BigInteger, nullable=True),
    Column("ended_by", Text, nullable=True),
    Column("ended_s", BigInteger, nullable=True),
    *stamp("entered"),
)

visit = Table(
    "visit",
    metadata,
    Column("token", Text, primary_key=True),
    Column("account_id", Integer, ForeignKey("account.id"), nullable=True, index=True),
    Column("own_link_id", Integer, ForeignKey("own_link.id"), nullable=True, index=True),
    Column("came_from", Text, nullable=False),
    Column("begun_s", BigInteger, nullable=False),
    Column("seen_s", BigInteger, nullable=False),
    Column("ended_s", BigInteger, nullable=True),
)

arrival = Table(
    "arrival",
    metadata,
    Column("outside", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("first_s", BigInteger, nullable=False),
    Column("last_s", BigInteger, nullable=False),
)

house_setting = Table(
    "house_setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    *stamp("entered"),
)
