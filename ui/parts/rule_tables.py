"""Shift types and work plans of a week's rules: tables to be changed, a picture of the types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from scheduler.hours_rules import OwedBy
from scheduler.post import WEEKDAYS
from scheduler.work_plan import SixthDay
from service.roster.rule_tables import (
    SHIFT_TYPES,
    WORK_PLANS,
    Columns,
    names_of,
    rows_of,
    values_of,
)
from service.roster.rules import change_rules
from ui import fields, figures, link, state
from ui.charts.types import types_chart
from ui.guard import action
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name, type_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.agent import Agent
    from scheduler.ruleset import RuleSet
    from service.roster.rules import RulesSheet

NAMES_SHOWN = 8
UNUSED = frozenset({"", "0", "no", "False"})
MONDAY = dt.date(2026, 6, 1)  # any


@dataclass(frozen=True, slots=True)
class RuleTable:
    """
    A table of rules that can be changed.

    Parameters
    ----------
    name
        Of the field in the rules, and the beginning of its words.
    columns
        What its rows hold.
    shown
        Columns in the order in which they stand; the others keep what they say.
    chosen
        Columns that are chosen from: what there is, and the word for one.
    switches
        Columns that are yes or no.
    single
        Columns of which one is chosen, or none: what there is, and the word for one.
    rare
        Columns that are shown only when asked for, or where a row has something in them.
    hidden
        Columns that are shown only when asked for.
    """

    name: str
    columns: Columns[Any]
    shown: tuple[str, ...]
    chosen: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = field(default_factory=dict)
    switches: tuple[str, ...] = ()
    single: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = field(default_factory=dict)
    rare: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def types(sheet: RulesSheet) -> None:
    """Draw the shift types of a week's rules, and keep what is changed when asked to."""
    lang, rules = state.lang(), sheet.week.rules
    posts = tuple(sorted({post for agent in sheet.agents for post in agent.posts}))
    table = RuleTable(
        "types",
        SHIFT_TYPES,
        (
            *("code", "name_zh", "name_en", "start", "latest_start", "end", "work_hours"),
            *(
                "meal_minutes",
                "gap_minutes",
                "meal_between",
                "contract_hours",
                "weekdays",
                "posts",
                "standby",
                "min_people",
                "colour",
            ),
        ),
        {
            "weekdays": (WEEKDAYS, lambda day: figures.weekday(_any(day), lang)),
            "posts": (posts, lambda post: post_name(post, lang)),
        },
        switches=("standby",),
        rare=("gap_minutes", "weekdays", "posts", "standby", "min_people"),
        hidden=("name_en" if lang == "zh" else "name_zh", "colour", "end"),
    )
    _editor(sheet, table, lambda: _picture(rules))
    if rules.types and rules.shapes:
        st.caption(say("types.beside_free"))


def plans(sheet: RulesSheet) -> None:
    """Draw the work plans of a week's rules, and keep what is changed when asked to."""
    lang, known = state.lang(), {each.code: each for each in sheet.week.rules.types}
    named = {team for plan in sheet.week.rules.plans for team in plan.teams}
    teams = tuple(sorted(named.union(agent.team for agent in sheet.agents) - {""}))
    table = RuleTable(
        "plans",
        WORK_PLANS,
        (
            *("name", "types", "days_week", "min_days_week", "max_days_week"),
            *(
                "days_off_together",
                "days_off_together_price",
                "week_goes_round",
                "one_type",
                "rotation",
                "day_cycle",
                "teams",
                "by_team",
            ),
            *("max_start_spread_hours", "max_nights_in_row", "days_off_after_nights"),
            *("free_weekend_every", "hours_owed", "sixth_day"),
        ),
        {
            "types": (tuple(known), lambda code: f"{code} {type_name(known[code], lang)}"),
            "teams": (teams, str),
        },
        ("one_type", "by_team", "week_goes_round"),
        {
            "hours_owed": (tuple(OwedBy), lambda by: say(f"rules.hours_owed_{by}")),
            "sixth_day": (tuple(SixthDay), lambda how: say(f"plans.sixth_day_{how}")),
        },
        (
            *("min_days_week", "day_cycle", "teams", "by_team", "free_weekend_every"),
            "week_goes_round",
            *("hours_owed", "sixth_day", "days_off_together_price", "days_week"),
        ),
    )
    _editor(sheet, table, lambda: None)
    if sheet.week.rules.plans:
        _holders(sheet)


def _holders(sheet: RulesSheet) -> None:
    """List who has which work plan, those without one last."""
    rules = sheet.week.rules
    held: dict[str, list[Agent]] = {plan.name: [] for plan in rules.plans}
    for agent in sheet.agents:
        held.setdefault(rules.plan_name(agent.work_plan, agent.team), []).append(agent)
    rows = [
        Row((name or say("plans.none"), str(len(people)), _people(people)))
        for name, people in sorted(held.items(), key=lambda each: not each[0])
    ]
    listing(
        [say(f"plans.holders_{name}") for name in ("plan", "count", "who")],
        rows,
        numbers=frozenset({1}),
    )


def _people(people: Sequence[Agent]) -> str:
    """Return the names of people; of many, the first and how many more there are."""
    names = say("list.comma").join(each.name or each.id for each in people[:NAMES_SHOWN])
    more = len(people) - NAMES_SHOWN
    return say("plans.and_more", names=names, count=more) if more > 0 else names


def _any(day: str) -> dt.date:
    """Return a date of a weekday."""
    return MONDAY + dt.timedelta(WEEKDAYS.index(day))


def _picture(rules: RuleSet) -> None:
    if rules.types:
        st.altair_chart(types_chart(rules.types, state.lang()))


def _editor(sheet: RulesSheet, table: RuleTable, picture: Callable[[], None]) -> None:
    name, label, rules = table.name, sheet.week.label, sheet.week.rules
    st.subheader(say(f"{name}.title"), anchor=False)
    st.caption(plain(say(f"{name}.help")))
    picture()
    begun = fields.begin(f"{name}.{label}", (getattr(rules, name), rules.work_plan))
    fields.tell_moved(begun, "rules.moved")
    is_whole = st.toggle(
        say("rules.all_columns"), help=say("rules.all_columns_help"), key=f"{name}.all_columns"
    )
    rows = rows_of(table.columns, begun.began[0])
    with st.form(f"{name}.form", border=False):
        edited = st.data_editor(
            _frame(table, rows),
            column_config=_columns(table),
            column_order=table.shown if is_whole else _usual(table, rows),
            num_rows="dynamic",
            hide_index=True,
            key=f"{begun.key}.table",
        )
        plan = _usual_plan(rules, begun.key) if name == "plans" else rules.work_plan
        later = st.checkbox(
            say("rules.for_later"), help=say("rules.for_later_help"), key=f"{begun.key}.later"
        )
        asked = st.form_submit_button(say(f"{name}.save"), disabled=sheet.is_published)
    if asked:
        _save(sheet, table, edited, plan=plan, for_later=later)
        st.rerun()


def _usual(table: RuleTable, rows: list[dict[str, str]]) -> tuple[str, ...]:
    """Return the columns that most need, and those that some row uses."""
    used = {name for row in rows for name in table.rare if row[name] not in UNUSED}
    unused = {*table.rare, *table.hidden} - used
    return tuple(name for name in table.shown if name not in unused)


def _usual_plan(rules: RuleSet, key: str) -> str:
    names = ["", *(plan.name for plan in rules.plans)]
    return st.selectbox(
        say("plans.usual"),
        names,
        index=names.index(rules.work_plan),
        format_func=spoken(names, lambda name: plain(name) or say("plans.none")),
        help=say("plans.usual_help"),
        key=f"{key}.usual",
        width=320,
    )


def _frame(table: RuleTable, rows: list[dict[str, str]]) -> pd.DataFrame:
    """Return the rows as cells: lists of what is chosen from, yes or no as such."""
    cells: list[dict[str, Any]] = [
        row
        | {name: row[name].split("|") if row[name] else [] for name in table.chosen}
        | {name: row[name] in {"yes", "True"} for name in table.switches}
        for row in rows
    ]
    return pd.DataFrame(cells, columns=list(names_of(table.columns)), dtype=object)


def _columns(table: RuleTable) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in table.shown:
        label = say(f"{table.name}.{name}")
        if name in table.chosen:
            options, word = table.chosen[name]
            found[name] = st.column_config.MultiselectColumn(
                label,
                help=plain(say(f"{table.name}.{name}_help")),
                options=options,
                format_func=spoken(options, word),
            )
        elif name in table.single:
            there, word = table.single[name]
            told: Any = spoken(there, word)  # all of them are texts
            found[name] = st.column_config.SelectboxColumn(
                label,
                help=plain(say(f"{table.name}.{name}_help")),
                options=there,
                format_func=told,
            )
        elif name in table.switches:
            found[name] = st.column_config.CheckboxColumn(
                label, help=plain(say(f"{table.name}.{name}_help"))
            )
        else:
            found[name] = st.column_config.TextColumn(
                label, help=plain(say(f"{table.name}.{name}_help"))
            )
    return found


@action
def _save(
    sheet: RulesSheet, table: RuleTable, edited: pd.DataFrame, *, plan: str, for_later: bool
) -> None:
    rows = [
        {str(name): _text(cell) for name, cell in row.items()} for row in edited.to_dict("records")
    ]
    values = values_of(table.columns, rows, table=say(f"{table.name}.title"))
    rules = sheet.week.rules
    known = {one.name for one in (values if table.name == "plans" else rules.plans)}
    kept = plan if plan in known else ""
    new: RuleSet = replace(rules, **{table.name: values, "work_plan": kept})  # type: ignore[arg-type]  # a field of its own
    change_rules(link.desk(), sheet.week.label, new, for_later=for_later, before=rules)
    fields.begin_anew(f"{table.name}.{sheet.week.label}")
    st.toast(say("rules.saved"), icon=":material/check_circle:")


def _text(cell: object) -> str:
    if isinstance(cell, list | tuple):
        return "|".join(map(str, cell))
    if isinstance(cell, bool):
        return "yes" if cell else ""
    return "" if cell is None or cell != cell else str(cell)  # noqa: PLR0124 - an empty cell is NaN
