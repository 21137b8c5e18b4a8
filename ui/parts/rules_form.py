"""A week's rules: the presets, the numbers, kinds of shift and what may not follow what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from scheduler.errors import Fault, InputError
from scheduler.horizon import ClockSpan, format_clock
from scheduler.shift_kind import ShiftKind, Succession
from service.demand.staffing import hours_outside
from service.roster import rules as service
from ui import done, fields, figures, link, state
from ui.guard import action, has_notice, show_faults
from ui.parts import rule_fields
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import kind_name, post_name, type_name, type_times

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from streamlit.delta_generator import DeltaGenerator

    from scheduler.post import SealGroup
    from scheduler.ruleset import RuleSet
    from scheduler.shift import ShiftShape
    from service.roster.rules import RulesSheet

COLUMNS = ("name", "from", "until")
ARROW = " → "


def presets(sheet: RulesSheet) -> None:
    """Offer the presets; one takes the place of the week's rules."""
    chosen, use, note = st.columns([2, 1, 4], vertical_alignment="bottom")
    name = chosen.selectbox(
        say("rules.preset"),
        service.PRESETS,
        format_func=spoken(service.PRESETS, lambda each: say(f"rules.preset_{each}")),
        help=say("rules.preset_help"),
        key="rules.preset",
    )
    note.caption(say(f"rules.preset_{name}_note"))
    hours = "" if sheet.is_opening_said else _asked_hours()
    use.button(
        say("rules.use_preset"),
        disabled=sheet.is_published,
        on_click=_use,
        args=(sheet.week.label, name, hours),
        key="rules.use",
        width="stretch",
    )
    if hours:
        try:
            found, _ = service.preset(link.desk(), sheet.week.label, name, hours)
            outside = hours_outside(link.desk(), sheet.week.label, hours)
        except InputError as error:
            show_faults(error.faults)
            return
        st.caption(plain(_following(found)))
        if outside:
            number = figures.number(outside, state.lang(), 0)
            st.warning(
                plain(say("rules.opening_outside", hours=number)), icon=":material/schedule:"
            )


def _asked_hours() -> str:
    """Ask when the shop is open, where no post says it; return what is written."""
    asked, note = st.columns([3, 4], vertical_alignment="bottom")
    told = asked.text_input(
        say("rules.opening_asked"),
        say("rules.opening_proposed"),
        help=plain(say("rules.opening_asked_help")),
        key="rules.opening",
    )
    note.caption(plain(say("rules.opening_asked_note")))
    return told.strip() or say("rules.opening_proposed")


def _following(rules: RuleSet) -> str:
    """Return which shift types follow from the opening hours."""
    lang = state.lang()
    if not rules.types:
        return say("rules.opening_free")
    told = (f"{type_name(each, lang)} {type_times(each)}" for each in rules.types)
    return say("rules.opening_types", types=say("list.comma").join(told))


def night(sheet: RulesSheet) -> None:
    """Say which posts are watched together in named hours, and propose it for the night."""
    label, rules, found = sheet.week.label, sheet.week.rules, sheet.night_group
    for number, seal in enumerate(rules.seals):
        told, gone = st.columns([6, 1], vertical_alignment="center")
        told.markdown(plain(say("rules.watched_together", hours=seal.hours, posts=_posts(seal))))
        others = replace(rules, seals=tuple(each for each in rules.seals if each is not seal))
        _night_button(gone, sheet, f"apart.{number}", others)
    if found is not None:
        told, use = st.columns([6, 1], vertical_alignment="center")
        said = {"hours": found.seal.hours, "posts": _posts(found.seal), "people": found.people}
        told.markdown(plain(say("rules.could_be_together", **said)))
        _night_button(use, sheet, "together", replace(rules, seals=(found.seal,)))
    if rules.seals or found is not None:
        st.caption(plain(say("rules.together_note", week=label)))


def _posts(seal: SealGroup) -> str:
    return say("list.comma").join(post_name(post, state.lang()) for post in seal.posts)


def _night_button(place: DeltaGenerator, sheet: RulesSheet, name: str, rules: RuleSet) -> None:
    place.button(
        say(f"rules.{name.partition('.')[0]}"),
        disabled=sheet.is_published,
        on_click=_keep_seals,
        args=(sheet.week.label, rules, sheet.week.rules),
        key=f"rules.night.{name}",
        width="stretch",
    )


@action
def _keep_seals(label: str, rules: RuleSet, before: RuleSet) -> None:
    _keep(label, rules, for_later=False, before=before)


@action
def _use(label: str, name: str, hours: str) -> None:
    found, lost = service.preset(link.desk(), label, name, hours)
    _keep(label, found, for_later=False, hours=hours)
    told = [say("rules.opening_kept")] if hours else []
    for each in lost:
        key = "rules.plan_shrunk" if each.is_there else "rules.plan_gone"
        told.append(say(key, plan=each.plan, types=say("list.comma").join(each.codes)))
    if told:
        done.tell(" ".join(told))


def _keep(
    label: str,
    rules: RuleSet,
    *,
    for_later: bool,
    before: RuleSet | None = None,
    hours: str = "",
) -> None:
    service.change_rules(link.desk(), label, rules, for_later=for_later, before=before, hours=hours)
    fields.begin_anew(_set(label))
    st.toast(say("rules.saved"), icon=":material/check_circle:")


def _set(label: str) -> str:
    return f"rules.{label}"


def form(sheet: RulesSheet) -> None:
    """Draw all rules as fields, and keep them when asked to."""
    begun = fields.begin(_set(sheet.week.label), sheet.week.rules)
    fields.tell_moved(begun, "rules.moved")
    key, rules = begun.key, begun.began
    told: dict[str, object] = {}
    with st.form("rules.form", border=False):
        for name, groups in rule_fields.sections().items():
            section(name)
            told |= _groups(groups, rule_fields.Draw(rules, sheet.law, key))
            if name == "order":
                kinds, pairs = _order(rules, key)
        later = st.checkbox(say("rules.for_later"), help=say("rules.for_later_help"))
        asked = st.form_submit_button(
            say("rules.save"), type="primary", disabled=sheet.is_published
        )
    if asked:
        _save(sheet.week.label, rules, told, kinds, (pairs, later))
        if has_notice():  # the button stands screens below the sentence
            st.toast(say("rules.not_saved"), icon=":material/error:")
        st.rerun()  # what was kept, or what is wrong, stands at the top


def section(name: str) -> None:
    """Draw the heading of a part of the rules, and what it is for in a sentence."""
    st.subheader(say(f"rules.section.{name}"), anchor=False)
    st.caption(plain(say(f"rules.section.{name}_help")))


def _groups(names: tuple[str, ...], draw: rule_fields.Draw) -> dict[str, object]:
    """Draw headings two in a row; return what their fields hold."""
    told: dict[str, object] = {}
    for first in range(0, len(names), 2):
        columns = st.columns(2, gap="medium")
        for name, column in zip(names[first : first + 2], columns, strict=False):
            with column, st.container(border=True, height="stretch"):
                told |= rule_fields.group(name, draw)
    return told


def _order(rules: RuleSet, key: str) -> tuple[pd.DataFrame, list[Succession]]:
    """Draw what may not follow what, and kinds of free starts; folded where types take over."""
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True, height="stretch"):
        pairs = _successions(rules, key)
    with right, st.container(border=True, height="stretch"):
        st.markdown(f"**{say('rules.kinds')}**")
        is_rare = bool(rules.types and not rules.kinds)
        with st.expander(say("rules.kinds_rare")) if is_rare else st.container():
            kinds = _kinds(rules, key)
    return kinds, pairs


@action
def _save(
    label: str,
    seen: RuleSet,
    told: dict[str, object],
    kinds: pd.DataFrame,
    chosen: tuple[list[Succession], bool],
) -> None:
    pairs, later = chosen
    rules = rule_fields.filled_in(seen, told)
    named = tuple(_kind(row) for row in kinds.fillna("").astype(str).to_dict("records"))
    known = {*(kind.name for kind in named), *(each.code for each in rules.types)}
    kept = [pair for pair in pairs if {pair.first_kind, pair.next_kind} <= known]
    new = replace(rules, kinds=named, successions=tuple(kept))
    _keep(label, new, for_later=later, before=seen)


def _kinds(rules: RuleSet, key: str) -> pd.DataFrame:
    st.caption(say("rules.kinds_help"))
    rows = [
        (kind.name, format_clock(kind.start.start_clock), format_clock(kind.start.end_clock))
        for kind in rules.kinds
    ]
    words = {name: st.column_config.TextColumn(say(f"rules.kind_{name}")) for name in COLUMNS}
    found: pd.DataFrame = st.data_editor(
        pd.DataFrame(rows, columns=list(COLUMNS), dtype=str),
        column_config=words,
        num_rows="dynamic",
        hide_index=True,
        key=f"{key}.kinds",
    )
    return found


def _kind(row: Mapping[Hashable, str]) -> ShiftKind:
    if not row["from"] or not row["until"]:
        raise InputError(Fault("empty", column=say("rules.kind_from"), value=row["name"]))
    return ShiftKind(row["name"].strip(), ClockSpan.parse(f"{row['from']}-{row['until']}"))


def _successions(rules: RuleSet, key: str) -> list[Succession]:
    st.markdown(f"**{say('rules.successions')}**")
    st.caption(say("rules.successions_help"))
    names = rules.kind_names
    pairs = [Succession(first, following) for first in names for following in names]
    if not pairs:
        st.caption(say("rules.successions_none"))
    return st.multiselect(
        say("rules.successions_pick"),
        pairs,
        default=list(rules.successions),
        format_func=spoken(pairs, _pair),
        disabled=not pairs,
        key=f"{key}.successions",
        label_visibility="collapsed",
        placeholder=say("rules.successions_pick"),
    )


def _pair(pair: Succession) -> str:
    lang = state.lang()
    return ARROW.join((kind_name(pair.first_kind, lang), kind_name(pair.next_kind, lang)))


def shapes(rules: RuleSet) -> None:
    """List the shapes a shift may have; they come with the week's files."""
    columns = ("work", "meal", "breaks", "contract", "starts")
    frame = pd.DataFrame(
        [_shape(shape) for shape in rules.shapes],
        columns=[say(f"rules.shape_{name}") for name in columns],
    )
    with st.expander(plain(say("rules.shapes", count=len(rules.shapes)))):
        st.dataframe(frame, hide_index=True)
        st.caption(say("rules.shapes_help"))


def _shape(shape: ShiftShape) -> tuple[str, ...]:
    lang = state.lang()

    def hours(minutes: float) -> str:
        return figures.number(minutes / 60, lang, 2)

    low, high = shape.contract_hours
    span = hours(shape.meal_earliest_min), hours(shape.meal_latest_min)
    meal = say("rules.shape_meal_text", minutes=shape.meal_min, first=span[0], last=span[1])
    pauses = [
        say(
            "rules.shape_meal_text",
            minutes=pause.minutes,
            first=hours(pause.earliest_min),
            last=hours(pause.latest_min),
        )
        for pause in shape.breaks
    ]
    return (
        say("rules.hours", hours=hours(shape.work_min)),
        meal if shape.meal_min else say("rules.shape_none"),
        "；".join(pauses) if lang == "zh" else "; ".join(pauses) or say("rules.shape_none"),
        say("rules.shape_contract_text", low=f"{low:g}", high=f"{high:g}"),
        "，".join(map(str, shape.starts)) or say("rules.shape_any"),
    )
