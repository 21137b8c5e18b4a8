"""
Keep who signs in, and lines of the log that belong to no shop.

Lines that belong to no shop stand under a row of the table of shops that no list shows: the house.
"""

from __future__ import annotations

from alembic import op

from store.migrations.lay import drop, lay

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
    lay(
        "account",
        "id, name text, folded text, password text, must_change flag, totp text?, "
        "totp_step big, outside text?, locked_by text?, locked_s big?, entered",
        unique="folded, outside",
    )
    lay("sign_in_try", "who text, failed whole, until_s big, last_s big", key="who")
    _links_and_visits()
    lay("house_setting", "name text, value text, entered", key="name")


def _links_and_visits() -> None:
    lay(
        "own_link",
        "id, shop_id, agent_id text > agent, code text, until_s big, bound_s big?, "
        "ended_by text?, ended_s big?, entered",
        unique="code",
    )
    lay(
        "visit",
        "token text, account_id whole? > account, own_link_id whole? > own_link, "
        "came_from text, begun_s big, seen_s big, ended_s big?",
        key="token",
        index="account_id own_link_id",
    )


def downgrade() -> None:
    """
    Take the step back.

    What was done stays on record: where lines of the log stand under the house, its row stays and
    looks like an empty shop to the program that knows no house.
    """
    drop("house_setting visit own_link sign_in_try account")
    op.execute(f"DELETE FROM shop WHERE id = '(house)' AND {LEFT}")
