"""
The tables, as the migrations leave them; the same on SQLite and PostgreSQL.

What is searched has a column; what is only read whole is JSON text (``document``) or compressed
arrays (``arrays``). Moments are whole minutes (``*_min``), the times at which people did
something whole seconds (``*_s``), both since 1970-01-01 00:00 UTC; money is whole fen (``*_fen``).
"""

from __future__ import annotations

from store.tables.access import role_grant, vendor_team
from store.tables.columns import metadata
from store.tables.demand import all_contacts, forecast, requirement, special_day, volumes
from store.tables.floor import attendance, interruption
from store.tables.log import action, change, log_anchor, log_link, witness
from store.tables.months import (
    chat_source,
    fact_source,
    message_source,
    month_run,
    month_targets,
    order_source,
    pay_plan,
    payout,
    post_kind,
    register_entry,
    replaced_source,
    run_step,
    scheme,
    scorecard,
)
from store.tables.outbound import dispatch
from store.tables.persons import erased_person, log_erasure, pay_look
from store.tables.shops import (
    absence,
    agent,
    agent_limit,
    company,
    post,
    rule_set,
    session,
    shared_person,
    shop,
    wish,
)
from store.tables.sign_in import account, arrival, house_setting, own_link, sign_in_try, visit
from store.tables.vendors import settlement_step, vendor_contract, vendor_settlement
from store.tables.weeks import (
    draft_change,
    forecast_snapshot,
    pin,
    roster_shift,
    roster_version,
    simulation,
    type_pin,
    week,
)
from store.tables.work import file_import, job, job_file, scenario, worker

__all__ = [
    "absence",
    "account",
    "action",
    "agent",
    "agent_limit",
    "all_contacts",
    "arrival",
    "attendance",
    "change",
    "chat_source",
    "company",
    "dispatch",
    "draft_change",
    "erased_person",
    "fact_source",
    "file_import",
    "forecast",
    "forecast_snapshot",
    "house_setting",
    "interruption",
    "job",
    "job_file",
    "log_anchor",
    "log_erasure",
    "log_link",
    "message_source",
    "metadata",
    "month_run",
    "month_targets",
    "order_source",
    "own_link",
    "pay_look",
    "pay_plan",
    "payout",
    "pin",
    "post",
    "post_kind",
    "register_entry",
    "replaced_source",
    "requirement",
    "role_grant",
    "roster_shift",
    "roster_version",
    "rule_set",
    "run_step",
    "scenario",
    "scheme",
    "scorecard",
    "session",
    "settlement_step",
    "shared_person",
    "shop",
    "sign_in_try",
    "simulation",
    "special_day",
    "type_pin",
    "vendor_contract",
    "vendor_settlement",
    "vendor_team",
    "visit",
    "volumes",
    "week",
    "wish",
    "witness",
    "worker",
]
