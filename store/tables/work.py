"""Tables of long work, named what-ifs, and which files were taken in."""

from __future__ import annotations

from sqlalchemy import Index

from store.tables.columns import table

job = table(
    "job",
    "id, shop_id, kind text, week_id whole? > week, scenario_id whole? > scenario, "
    "state text, token big, beats big, attempts whole, worker text?, task text, pid whole?, "
    "phase text, seconds real, cost real?, bound real?, stop_asked flag, beat_s big, "
    "ended_s big?, result text?, failure text?, version_id whole? > roster_version, "
    "action_id whole? > action, started_by text, started_s big",
    index="scenario_id state week_id",
)

job_file = table("job_file", "job_id whole > job, content bytes", key="job_id")

worker = table(
    "worker", "name text, shop_id text?, places whole, beats big, beat_s big", key="name"
)

scenario = table(
    "scenario",
    "id, shop_id, name text, position whole, inputs text, result text?, changed_by text, "
    "changed_s big",
    unique="shop_id name",
)

file_import = table(
    "file_import",
    "id, shop_id, kind text, file text, content text, same_rows text, held text, "
    "changes bytes, entered, withdrawn_by text?, withdrawn_s big?",
    Index("ix_file_import_shop_id", "shop_id", "kind"),
)
