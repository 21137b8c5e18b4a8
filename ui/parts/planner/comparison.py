"""Scenarios side by side: the table of what each leads to and how it differs from the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from ui import figures, state
from ui.against import Reach, pair, reach
from ui.parts.markup import Tone
from ui.parts.planner.scenario_words import change_lines, standing
from ui.plain import escape, plain
from ui.state import say
from ui.style import sheet
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

    from scheduler.post import Post
    from service.trial.scenarios import ScenarioView

UNKNOWN, UNSURE = "—", "≈"
OF_ROSTER = frozenset({"bound", "short", "most_short", "wages", "good", "level"})
NO_BREAK, HYPHEN = "\u00a0", "\u2011"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A value, lines of explanation under it, and how it looks."""

    value: str
    notes: tuple[str, ...] = ()
    tone: Tone = Tone.PLAIN


def choose_shown(names: Sequence[str]) -> list[str]:
    """Draw the scenarios and return those to lay side by side; all at first."""
    if len(names) == 1:
        return list(names)
    return st.pills(
        say("whatif.shown"),
        names,
        selection_mode="multi",
        default=names,
        key=f"whatif.shown.{'/'.join(names)}",
        label_visibility="collapsed",
    )


def table(views: Sequence[ScenarioView], posts: Sequence[Post], edited: str) -> None:
    """Draw scenarios as columns; the first is what the others differ from."""
    base = views[0]
    known: list[tuple[str, Callable[[ScenarioView, ScenarioView], ComparedCell] | None]] = [
        ("changes", _changes),
        ("standing", _standing),
        ("at_once", None),
        ("required", _required),
        ("people", _people),
        ("spare", _spare),
        ("contract_cost", _contract_cost),
        ("solved", None),
        ("bound", _bound),
        ("short", _short),
        ("most_short", _most_short),
        ("wages", _wages),
        ("good", _good),
        ("simulated", None),
        ("level", lambda view, base: _level(view, base, posts)),
    ]
    heads = "".join(
        f'<th class="{"here" if view.scenario.name == edited else ""}">'
        f"{escape(view.scenario.name)}</th>"
        for view in views
    )
    lines = "".join(_line(name, fill, views, base) for name, fill in known)
    st.html(
        f"<style>{sheet('planner.css')}</style>"
        f'<div class="scroll"><table class="compare"><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )
    if UNSURE in lines:
        st.caption(plain(say("whatif.unsure")))


def _line(
    name: str,
    fill: Callable[[ScenarioView, ScenarioView], ComparedCell] | None,
    views: Sequence[ScenarioView],
    base: ScenarioView,
) -> str:
    title = escape(say(f"whatif.row_{name}"))
    if fill is None:
        return f'<tr class="part"><th colspan="{len(views) + 1}">{title}</th></tr>'
    hint = escape(say(f"whatif.row_{name}_help"))
    of_roster = name in OF_ROSTER
    cells = "".join(
        _cell(fill(view, base), is_old=of_roster and not view.is_current) for view in views
    )
    return f'<tr><th title="{hint}">{title}</th>{cells}</tr>'


def _cell(cell: ComparedCell, *, is_old: bool) -> str:
    notes = "".join(f'<span class="note">{escape(note)}</span>' for note in cell.notes)
    value = f"<b>{escape(cell.value)}</b>" if cell.value else ""
    return f'<td class="{cell.tone}{" old" if is_old else ""}">{value}{notes}</td>'


def _changes(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    lines = change_lines(view.scenario.inputs.changes)
    return ComparedCell("", tuple(lines) or (say("whatif.no_changes"),))


def _standing(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    told, tone = standing(view)
    return ComparedCell(told, (), Tone.BAD if tone is Tone.BAD else Tone.PLAIN)


def _differs(value: float, base: float, decimals: int = 1, *, is_sure: bool = True) -> str:
    lang = state.lang()
    by = figures.signed(value - base, lang, decimals)
    if by == figures.number(0, lang, decimals):
        return say("whatif.same")
    return say("whatif.differs", by=by if is_sure else UNSURE + by)


def _against(
    view: ScenarioView, base: ScenarioView, value: float, other: float, *, is_sure: bool = True
) -> tuple[str, ...]:
    return () if view is base or base.faults else (_differs(value, other, is_sure=is_sure),)


def _by_post(values: Mapping[str, float], decimals: int = 0) -> str:
    lang = state.lang()
    return " · ".join(
        _part(post, figures.number(value, lang, decimals)) for post, value in values.items()
    )


def _part(post: str, value: str) -> str:
    """Return a post's name and value as one word that no line breaks."""
    return f"{post_name(post, state.lang())} {value}".replace(" ", NO_BREAK).replace("-", HYPHEN)


def _required(view: ScenarioView, base: ScenarioView) -> ComparedCell:
    if view.faults:
        return ComparedCell(UNKNOWN)
    hours, other = (sum(one.required_hours.values()) for one in (view, base))
    notes = (*_against(view, base, hours, other), _by_post(view.required_hours))
    return ComparedCell(figures.number(hours, state.lang(), 1), notes)


def _people(view: ScenarioView, base: ScenarioView) -> ComparedCell:
    if view.faults:
        return ComparedCell(UNKNOWN)
    people, other = sum(view.people.values()), sum(base.people.values())
    notes = () if view is base or base.faults else (_differs(people, other, 0),)
    return ComparedCell(figures.number(people, state.lang(), 0), (*notes, _by_post(view.people)))


def _spare(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    if view.faults:
        return ComparedCell(UNKNOWN)
    lang = state.lang()
    there, needed = sum(view.contract_hours.values()), sum(view.required_hours.values())
    spare = {
        post: hours - view.required_hours.get(post, 0.0)
        for post, hours in view.contract_hours.items()
    }
    parts = " · ".join(_part(post, figures.signed(hours, lang, 0)) for post, hours in spare.items())
    tone = Tone.BAD if there < needed else Tone.PLAIN
    return ComparedCell(figures.signed(there - needed, lang, 1), (parts,), tone)


def _contract_cost(view: ScenarioView, base: ScenarioView) -> ComparedCell:
    if view.faults:
        return ComparedCell(UNKNOWN)
    if not view.has_wages:
        return ComparedCell(UNKNOWN, (say("whatif.wages_unknown_short"),))
    other = base.contract_cost if view is not base and base.has_wages else None
    cell = _money(view.contract_cost, other)
    if not view.unpriced:
        return cell
    note = say("whatif.wages_in_part", count=view.unpriced)
    return ComparedCell(cell.value, (*cell.notes, note), Tone.LOOK)


def _money(value: Decimal, other: Decimal | None, *, is_sure: bool = True) -> ComparedCell:
    lang = state.lang()
    notes: tuple[str, ...] = ()
    if other == value:
        notes = (say("whatif.same"),)
    elif other is not None:
        sign = "+" if value > other else "−"
        by = f"{sign}{figures.money(abs(value - other), lang)}"
        notes = (say("whatif.differs", by=by if is_sure else UNSURE + by),)
    return ComparedCell(figures.money(value, lang), notes)


def _bound(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    result = view.scenario.result
    if result is None:
        return ComparedCell(UNKNOWN)
    notes: tuple[str, ...] = ()
    if view.bound_hours is not None:
        hours = figures.number(view.bound_hours, state.lang(), 1)
        notes = (say("whatif.bound_hours", hours=hours),)
    return ComparedCell(figures.number(result.bound, state.lang(), 1), notes)


def _short(view: ScenarioView, base: ScenarioView) -> ComparedCell:
    result, other = view.scenario.result, base.scenario.result
    if result is None or result.short_hours is None:
        return ComparedCell(UNKNOWN)
    notes: tuple[str, ...] = ()
    if other is not None and other.short_hours is not None:
        notes = _against(view, base, result.short_hours, other.short_hours, is_sure=False)
    return ComparedCell(figures.number(result.short_hours, state.lang(), 1), notes)


def _most_short(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    result = view.scenario.result
    if result is None or not result.short_by_hour:
        return ComparedCell(UNKNOWN)
    most = {post: max(hours, default=0.0) for post, hours in result.short_by_hour.items()}
    together = [sum(at) for at in zip(*result.short_by_hour.values(), strict=True)]
    hours = sum(1 for short in together if short > 0)
    notes = (_by_post(most, 1), say("whatif.hours_short", count=hours))
    return ComparedCell(figures.number(max(together, default=0.0), state.lang(), 1), notes)


def _wages(view: ScenarioView, base: ScenarioView) -> ComparedCell:
    result, other = view.scenario.result, base.scenario.result
    if result is None or result.wage_cost is None or not view.has_wages:
        return ComparedCell(UNKNOWN)
    is_other = view is base or other is None or not base.has_wages
    beside = None if is_other or other is None else other.wage_cost
    return _money(result.wage_cost, beside, is_sure=False)


def _good(view: ScenarioView, _base: ScenarioView) -> ComparedCell:
    lang, result = state.lang(), view.scenario.result
    if result is None or result.cost is None:
        return ComparedCell(UNKNOWN)
    notes = [say("whatif.cost_is", cost=figures.number(result.cost, lang, 1))]
    if result.breaches:
        notes.append(say("whatif.breaches", count=result.breaches))
    if view.gap is None or view.gap.hours is None:
        return ComparedCell(UNKNOWN, tuple(notes), Tone.BAD if result.breaches else Tone.PLAIN)
    value = say("whatif.gap", hours=figures.number(view.gap.hours, lang, 1))
    return ComparedCell(value, tuple(notes), Tone.BAD if result.breaches else Tone.PLAIN)


def _level_differs(view: ScenarioView, base: ScenarioView) -> tuple[str, ...]:
    """Return by how much the level lies above the first's; sure where intervals do not meet."""
    result, first = view.scenario.result, base.scenario.result
    if view is base or result is None or first is None:
        return ()
    mine, other = (one.service_level.get("") for one in (result, first))
    if mine is None or other is None or mine.mean is None or other.mean is None:
        return ()
    is_sure = _is_above(mine.low, other.high) or _is_above(other.low, mine.high)
    by = figures.change(mine.mean - other.mean, state.lang())
    return (say("whatif.differs", by=by if is_sure else UNSURE + by),)


def _is_above(low: float | None, other_high: float | None) -> bool:
    return low is not None and other_high is not None and low > other_high


def _level(view: ScenarioView, base: ScenarioView, posts: Sequence[Post]) -> ComparedCell:
    lang, result = state.lang(), view.scenario.result
    if result is None or not result.service_level:
        return ComparedCell(UNKNOWN, (say("whatif.not_simulated"),) if result is not None else ())
    notes, missed = [], False
    for post in posts:
        level = result.service_level.get(post.id)
        if level is None or level.mean is None:
            continue
        goal = result.inputs.changes.service_level.get(post.id, post.staffing.service_level)
        stands = reach(level.mean, goal, level.high)
        missed = missed or stands is Reach.MISSED
        share, asked = pair(level.mean, goal, lang)
        notes.append(
            say(
                f"whatif.level_{stands.name.lower()}",
                post=post_name(post.id, lang),
                share=share,
                goal=asked,
            )
        )
    if result.own_speeds:
        notes.append(say("whatif.own_speeds", count=result.own_speeds))
    total = result.service_level[""].mean
    value = UNKNOWN if total is None else figures.share(total, lang, 1)
    told = (*_level_differs(view, base), *notes)
    return ComparedCell(value, told, Tone.BAD if missed else Tone.PLAIN)
