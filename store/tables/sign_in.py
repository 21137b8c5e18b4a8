"""Tables of who signs in: accounts, tries, visits, links, who waits, and the house's own."""

from __future__ import annotations

from store.tables.columns import table

account = table(
    "account",
    "id, name text, folded text, password text, must_change flag, totp text?, totp_step big, "
    "outside text?, locked_by text?, locked_s big?, entered",
    unique="folded, outside",
)

sign_in_try = table("sign_in_try", "who text, failed whole, until_s big, last_s big", key="who")

own_link = table(
    "own_link",
    "id, shop_id, agent_id text > agent, code text, until_s big, bound_s big?, "
    "ended_by text?, ended_s big?, entered",
    unique="code",
)

visit = table(
    "visit",
    "token text, account_id whole? > account, own_link_id whole? > own_link, came_from text, "
    "begun_s big, seen_s big, ended_s big?",
    key="token",
    index="account_id own_link_id",
)

arrival = table(
    "arrival",
    "outside text, kind text, label text, name text, first_s big, last_s big",
    key="outside",
)

house_setting = table("house_setting", "name text, value text, entered", key="name")
