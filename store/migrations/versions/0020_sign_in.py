"""
Keep who signs in, and lines of the log that belong to no shop.

Lines that belong to no shop stand under a row of the table of shops that no list shows: the house.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

LEFT = " AND ".join(
    f"NOT EXISTS (SELECT 1 FROM {name} WHERE shop_id = '(house)')" for name in ("action", "change")
)


def upgrade() -> None:
    """Take the step."""
    op.execute(
        "INSERT INTO shop (id, name, timezone, interval_min) SELECT '(house)', '—', 'UTC', 30"
        " WHERE NOT EXISTS (SELECT 1 FROM shop WHERE id = '(house)')"
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("totp", sa.Text(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), nullable=False),
        sa.Column("outside", sa.Text(), nullable=True),
        sa.Column("locked_by", sa.Text(), nullable=True),
        sa.Column("locked_s", sa.BigInteger(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("folded", name="uq_account_folded"),
        sa.UniqueConstraint("outside", name="uq_account_outside"),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("until_s", sa.BigInteger(), nullable=False),
        sa.Column("last_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("who", name="pk_sign_in_try"),
    )
    _links_and_visits()
    op.create_table(
        "house_setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_house_setting"),
    )


def _links_and_visits() -> None:
    op.create_table(
        "own_link",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("shop_id", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("until_s", sa.BigInteger(), nullable=False),
        sa.Column("bound_s", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_s", sa.BigInteger(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_s", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name="fk_own_link_shop_id"),
        sa.ForeignKeyConstraint(
            ["shop_id", "agent_id"],
            ["agent.shop_id", "agent.id"],
            name="fk_own_link_shop_id_agent_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_own_link"),
        sa.UniqueConstraint("code", name="uq_own_link_code"),
    )
    op.create_table(
        "visit",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("own_link_id", sa.Integer(), nullable=True),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.Column("begun_s", sa.BigInteger(), nullable=False),
        sa.Column("seen_s", sa.BigInteger(), nullable=False),
        sa.Column("ended_s", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_visit_account_id"),
        sa.ForeignKeyConstraint(["own_link_id"], ["own_link.id"], name="fk_visit_own_link_id"),
        sa.PrimaryKeyConstraint("token", name="pk_visit"),
    )
    op.create_index("ix_visit_account_id", "visit", ["account_id"])
    op.create_index("ix_visit_own_link_id", "visit", ["own_link_id"])


def downgrade() -> None:
    """
    Take the step back.

    What was done stays on record: where lines of the log stand under the house, its row stays and
    looks like an empty shop to the program that knows no house.
    """
    for name in ("house_setting", "visit", "own_link", "sign_in_try", "account"):
        op.drop_table(name)
    op.execute(f"DELETE FROM shop WHERE id = '(house)' AND {LEFT}")
