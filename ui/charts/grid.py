"""The week as a table: agents down, days across, a cell per shift in the colour of its post."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from scheduler.present import as_told, on_posts, present, present_work_min
from ui import figures
from ui.look import Colour, post_colours, type_colours
from ui.plain import escape
from ui.words.catalogue import t
from ui.words.names import absence_name, pin_told, post_name, rule_name, type_name, type_times
from ui.words.shift_posts import ARROW, away_told, pause_told, posts_told

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.agent import Agent
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from scheduler.verify.verdict import Violation
    from ui.charts.grid_seen import Grid

PIN = (
    '<svg class="pin" viewBox="0 0 16 16" role="img" aria-label="{name}"><path d="M5 1h6v1.5l-1 .7'
    'v4L12 9.5V11H8.6v4L8 16l-.6-1v-4H4V9.5l2-2.3v-4L5 2.5z"/></svg>'
)

LOCK = (
    '<svg class="pin" viewBox="0 0 16 16" role="img" aria-label="{name}"><title>{name}</title>'
    '<path d="M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z"/></svg>'
)

UNKNOWN = Colour("#5b6472", "#eceff3")


def markup(grid: Grid, agents: tuple[Agent, ...]) -> str:
    """Return the table of these agents, head and foot included; every name in it is escaped."""
    days = range(grid.problem.horizon.days)
    head = "".join(_head_cell(grid, day) for day in days)
    rows = "".join(_row(grid, agent) for agent in agents)
    corner = t("grid.agent", grid.lang)
    hours = t("grid.hours", grid.lang)
    return (
        f'<table><thead><tr><th scope="col" class="who">{escape(corner)}</th>{head}'
        f'<th scope="col" class="sum">{escape(hours)}</th></tr></thead><tbody>{rows}</tbody>'
        f"{_foot(grid, days)}</table>"
    )


def legend(problem: RosterProblem, lang: str) -> str:
    """Return what colours and signs mean, as markup."""
    types = type_colours(problem.rules.types)
    keys = [
        (types[each.code], f"{each.code} {type_name(each, lang)} {type_times(each)}")
        for each in problem.rules.types
    ]
    if not keys:  # else colours tell the types, and each cell its post in words
        posts = [post.id for post in problem.posts]
        colours = post_colours(posts)
        keys = [(colours[post], post_name(post, lang)) for post in posts]
    told = "".join(
        f'<span class="key"><i style="background:{colour.soft};'
        f'border-left:3px solid {colour.strong}"></i>{escape(name)}</span>'
        for colour, name in keys
    )
    signs = (
        f'<span class="key">{PIN.format(name="")}{escape(t("grid.pinned", lang))}</span>'
        f'<span class="key">{LOCK.format(name="")}{escape(t("pins.type_of_day", lang))}</span>'
        f'<span class="key"><b class="bad">!</b>{escape(t("grid.broken", lang))}</span>'
        f'<span class="key"><b class="wish">◇</b>{escape(t("grid.wish_broken", lang))}</span>'
        f'<span class="key"><i class="away"></i>{escape(t("grid.away", lang))}</span>'
    )
    return f'<div class="legend">{told}{signs}</div>'


def _post_tag(post: str, lang: str) -> str:
    """Return the first word of a post's name, short enough for a cell."""
    return post_name(post, lang).split("-")[0][:6]


def _post_tags(shift: Shift, lang: str) -> str:
    """Return the post of a cell; where it changes, the first letters of each."""
    if not shift.stints:
        return _post_tag(shift.post, lang)
    letters = 2 if lang == "zh" else 3
    return ARROW.join(_post_tag(stint.post, lang)[:letters] for stint in shift.stints)


def _head_cell(grid: Grid, day: int) -> str:
    date = grid.problem.horizon.date(day)
    rest = " rest" if date.weekday() >= 5 else ""
    return (
        f'<th scope="col" class="day{rest}">{escape(figures.weekday(date, grid.lang))}'
        f"<small>{escape(figures.short_date(date, grid.lang))}</small></th>"
    )


def _row(grid: Grid, agent: Agent) -> str:
    days = range(grid.problem.horizon.days)
    cells = "".join(_cell(grid, agent, day) for day in days)
    work = sum(
        present_work_min(grid.problem, shift)
        for day in days
        for shift in grid.shifts.get((agent.id, day), ())
    )
    name = agent.name if agent.name and agent.name != agent.id else ""
    whole_week = grid.broken.get((agent.id, None), [])
    sign = _warning(grid, whole_week)
    worked = figures.number(work / 60, grid.lang, 1)
    contract = figures.number(
        agent.contract.hours_week * grid.problem.horizon.days / 7, grid.lang, 0
    )
    return (
        f'<tr><th scope="row" class="who"><b>{escape(agent.id)}</b> {escape(name)}'
        f"<small>{escape(agent.team)}</small>{sign}</th>{cells}"
        f'<td class="sum">{worked}<small>/{contract}</small></td></tr>'
    )


def _cell(grid: Grid, agent: Agent, day: int) -> str:
    shifts = grid.shifts.get((agent.id, day), [])
    date = grid.problem.horizon.date(day)
    is_changed = (agent.id, day) in grid.changed
    if grid.is_difference and not is_changed:
        return '<td><span class="same" aria-hidden="true"></span></td>'
    inside = "".join(_shift(grid, shift) for shift in shifts) or _empty(grid, agent.id, day)
    if is_changed:
        if not shifts and grid.away(agent.id, day) is None:
            inside = f'<span class="off">{escape(t("grid.was_off", grid.lang))}</span>'
        inside = _with_before(grid, grid.shifts_before.get((agent.id, day), []), inside)
    signs = _warning(grid, grid.broken.get((agent.id, day), []))
    signs += _wish_sign(grid, agent.id, date)
    if (pin := grid.type_pins.get((agent.id, date))) is not None:
        told = t("pins.day", grid.lang, kind=pin_told(grid.problem, pin, grid.lang))
        signs += LOCK.format(name=escape(told))
    classes = "cell chosen" if grid.chosen == (agent.id, date) else "cell"
    classes += " changed" if is_changed else ""
    label = f"{agent.id} {figures.day(date, grid.lang)}"
    return (
        f'<td><button type="button" class="{classes}" data-agent="{escape(agent.id)}"'
        f' data-date="{date.isoformat()}" aria-label="{escape(label)}">'
        f"{inside}{signs}</button></td>"
    )


def _with_before(grid: Grid, before: list[Shift], inside: str) -> str:
    """Return a cell that changed: what stood there, then what stands there now."""
    clock = grid.problem.horizon.clock
    told = [
        (grid.code(one) or figures.times(clock, one.start_min, one.end_min), _story(grid, one))
        for one in before
    ] or [(t("grid.was_off", grid.lang), "")]
    was = "".join(f'<s title="{escape(story)}">{escape(name)}</s>' for name, story in told)
    return f'<span class="was">{was}<i>{ARROW}</i></span>{inside}'


def _shift(grid: Grid, shift: Shift) -> str:
    told = as_told(grid.problem, shift)
    colours = [grid.colours.get(stint.post, UNKNOWN) for stint in told.served]
    times = figures.times(grid.problem.horizon.clock, shift.start_min, shift.end_min)
    pin = PIN.format(name=escape(t("grid.pinned", grid.lang))) if shift in grid.pins else ""
    away = away_told(grid.problem, shift, grid.lang)
    left = "shift" if not away or tuple(present(grid.problem, [shift])) else "shift gone"
    fill, edge, shown = _fill(told, colours), colours[0].strong, times
    if code := grid.code(shift):
        own = grid.type_colours[code]
        fill, edge = own.soft, own.strong
        shown = f'<b class="code">{escape(code)}</b>{f" {times}" if grid.has_hours else ""}'
    drawn = (
        f'<span class="{left}" style="background:{fill};border-color:{edge}"'
        f' title="{escape(_story(grid, told))}">{shown}{pin}'
        f"<small>{escape(_post_tags(told, grid.lang))}</small></span>"
    )
    if not away:
        return drawn
    return f'<span class="stack">{drawn}<span class="away">{escape(away)}</span></span>'


def _fill(shift: Shift, colours: list[Colour]) -> str:
    """Return the colour of a shift's post; of several, a bar with each for its share of time."""
    if not shift.stints:
        return colours[0].soft
    length = shift.end_min - shift.start_min
    parts = [
        f"{colour.soft} {100 * (stint.span.start_min - shift.start_min) / length:.0f}% "
        f"{100 * (stint.span.end_min - shift.start_min) / length:.0f}%"
        for stint, colour in zip(shift.stints, colours, strict=True)
    ]
    return f"linear-gradient(90deg,{','.join(parts)})"


def _story(grid: Grid, shift: Shift) -> str:
    clock = grid.problem.horizon.clock
    parts = [
        shift.agent_id,
        posts_told(shift, clock, grid.lang),
        figures.times(clock, shift.start_min, shift.end_min),
    ]
    if pause := pause_told(grid.problem, shift, grid.lang):
        parts.append(pause)
    if away := away_told(grid.problem, shift, grid.lang):
        parts.append(away)
    return " · ".join(parts)


def _empty(grid: Grid, agent_id: str, day: int) -> str:
    kind = grid.away(agent_id, day)
    if kind is None:
        return '<span class="off">·</span>'
    return f'<span class="away">{escape(absence_name(kind, grid.lang))}</span>'


def _warning(grid: Grid, violations: list[Violation]) -> str:
    if not violations:
        return ""
    names = " · ".join(dict.fromkeys(rule_name(v.rule, grid.lang) for v in violations))
    return f'<b class="bad" title="{escape(names)}">!</b>'


def _wish_sign(grid: Grid, agent_id: str, date: dt.date) -> str:
    if (agent_id, date) not in grid.disappointed:
        return ""
    return f'<b class="wish" title="{escape(t("grid.wish_broken", grid.lang))}">◇</b>'


def _foot(grid: Grid, days: range) -> str:
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for (_, day), shifts in grid.shifts.items():
        for shift in present(grid.problem, on_posts(grid.problem, shifts)):
            for post in shift.posts:
                counts[post, day] += 1
    rows = "".join(
        f'<tr><th scope="row" class="who">{escape(post_name(post.id, grid.lang))}</th>'
        + "".join(f'<td class="count">{counts[post.id, day]}</td>' for day in days)
        + f'<td class="sum">{sum(counts[post.id, day] for day in days)}</td></tr>'
        for post in grid.problem.posts
    )
    return f"<tfoot>{_type_counts(grid, days)}{rows}</tfoot>"


def _type_counts(grid: Grid, days: range) -> str:
    """Return a row for each shift type with its people a day; none where there are no types."""
    counts: dict[tuple[str, int], int] = defaultdict(int)
    for (_, day), shifts in grid.shifts.items():
        for shift in present(grid.problem, shifts):
            counts[grid.code(shift), day] += 1
    return "".join(
        f'<tr><th scope="row" class="who"><b>{escape(each.code)}</b> '
        f"{escape(type_name(each, grid.lang))}</th>"
        + "".join(f'<td class="count">{counts[each.code, day]}</td>' for day in days)
        + f'<td class="sum">{sum(counts[each.code, day] for day in days)}</td></tr>'
        for each in grid.problem.rules.types
    )
