"""A small week as files, so that a test shows only what it changes."""

from pathlib import Path

RULES = """\
timezone = "Asia/Shanghai"
week_start = "2026-11-30"
days = 7
interval_minutes = 30

[hours]
max_work_hours_per_day = 8
max_work_hours_per_week = 40
min_rest_hours = 11
max_consecutive_days = 6
min_days_off_per_week = 1
night = "22:00-06:00"

[shifts]
start_grid_minutes = 30
[[shifts.shape]]
work_hours = 8
contract_hours = [40, 40]
meal_minutes = 60
meal_earliest_hours = 3
meal_latest_hours = 5
[[shifts.shape]]
work_hours = 4
contract_hours = [20, 39]

[coverage]
min_agents = 1

[weights]
shortage_per_agent_hour = 20
surplus_per_agent_hour = 2
preference = 1
"""
POSTS = """\
[presales]
handle_seconds = 600
chats_at_once = 3
patience_seconds = 180
service_level = 0.8
within_seconds = 30

[aftersales]
handle_seconds = 900
chats_at_once = 3
patience_seconds = 180
service_level = 0.8
within_seconds = 30
"""
AGENTS = """\
agent_id,name,team,posts,contract_hours_week,hourly_cost,no_nights
A1,张三,T1,presales|aftersales,40,36.5,no
A2,李四,T1,presales,30,30,yes
"""
REQUIREMENT = """\
start,post,agents
2026-11-30T08:00,presales,1.5
2026-11-30T08:30,presales,2
2026-11-30T08:00,aftersales,0
"""
ROSTER = """\
agent_id,post,start,end,meal
A1,presales,2026-11-30T08:00,2026-11-30T17:00,2026-11-30T12:00/2026-11-30T13:00
A2,presales,2026-12-01T08:00,2026-12-01T12:00,
"""
FILES = {
    "rules.toml": RULES,
    "posts.toml": POSTS,
    "agents.csv": AGENTS,
    "requirement.csv": REQUIREMENT,
}


def put(folder: Path, **changed: str | None) -> Path:
    """Write the week; ``agents_csv="…"`` replaces or adds a file, None leaves it out."""
    texts = dict(FILES)
    for name, text in changed.items():
        texts[".".join(name.rsplit("_", 1))] = text
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        if text is not None:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
