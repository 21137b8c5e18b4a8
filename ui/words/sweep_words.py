"""The scenarios of a sweep in words, on the page and at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.errors import InputError
from scheduler.horizon import format_clock
from scheduler.levers import LEVERS, LeverUnit
from scheduler.rule_lever import changeable
from scheduler.sweep import comfort_of
from ui import figures
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from scheduler.pretended import Pretended
    from scheduler.sweep import SweepStep
    from scheduler.sweep_row import SweepRow


def scenario_name(row: SweepRow, lang: str) -> str:
    """Return what a scenario changes, in words."""
    told = [step_text(each, lang) for each in row.steps]
    return t("list.comma", lang).join(told) or t("sweep.as_it_is", lang)


def step_text(step: SweepStep, lang: str) -> str:
    """Return what one step changes and to what, such as "Pre-sales people +2"."""
    return f"{lever_text(step, lang)} {amount_text(step, lang)}"


def lever_text(step: SweepStep, lang: str) -> str:
    """Return what one step changes, without its value."""
    post = post_name(step.post, lang) if step.post else ""
    what = rule_text(step.rule, lang) if step.rule else t(f"sweep.what_{step.what}", lang)
    told = [part for part in (post, what, *_of_hire(step, lang), *_of_days(step, lang)) if part]
    return " ".join(told)


def rule_text(name: str, lang: str) -> str:
    """Return what a rule that scenarios change is called."""
    return t(f"rules.{changeable()[name].entry.name}", lang)


def _of_days(step: SweepStep, lang: str) -> Iterator[str]:
    """Yield the days of a promotion."""
    if step.first is not None and step.last is not None:
        yield days_text(step.first, step.last, lang)


def days_text(first: dt.date, last: dt.date, lang: str) -> str:
    """Return days from the first to the last, both included."""
    ends = dict.fromkeys(figures.short_date(each, lang) for each in (first, last))
    return "–".join(ends)


def clock_text(hours: float) -> str:
    """Return hours after midnight as a time of day."""
    return format_clock(round(60 * hours))


def _of_hire(step: SweepStep, lang: str) -> Iterator[str]:
    """Yield what is said of hires and of a vendor beside the number."""
    hire, hours = step.hire, step.hours
    if hire.also:
        yield "+ " + t("list.comma", lang).join(post_name(post, lang) for post in hire.also)
    if hire.hours_week is not None:
        yield t("sweep.hire_hours", lang, hours=f"{hire.hours_week:g}")
    yield from filter(None, (hire.work_plan, hire.team))
    if hire.first_day is not None:
        yield t("sweep.hire_from", lang, day=figures.day(hire.first_day, lang))
    if hire.speed < 1:
        yield t("sweep.hire_speed", lang, share=figures.share(hire.speed, lang))
    if hours is not None:
        yield f"{format_clock(hours.start_clock)}-{format_clock(hours.end_clock)}"


def _share_text(share: float) -> str:
    return f"{share * 100:g} %"


AMOUNTS: Mapping[LeverUnit, Callable[[float], str]] = {
    LeverUnit.MORE: "{:+g}".format,
    LeverUnit.CLOCK: clock_text,
    LeverUnit.SHARE: _share_text,
    LeverUnit.FACTOR: "× {:g}".format,
}
"""How a value is written; those of other units as they are."""


def amount_text(step: SweepStep, lang: str) -> str:
    """Return the value of a step, or its per cent."""
    if step.what == "comfort":
        try:
            return t(f"comfort.{comfort_of(step.amount)}", lang)
        except InputError:  # its row says so
            return f"{step.amount:g}"
    if step.is_percent:
        return f"{step.amount:+g} %"
    return AMOUNTS.get(LEVERS[step.what].unit, "{:g}".format)(step.amount)


def recomputed_text(row: SweepRow, lang: str) -> str:
    """Return what of a scenario was computed anew; all else is the week's own."""
    told = [t(f"sweep.part_{name}", lang) for name in row.recomputed]
    return t("list.comma", lang).join(told) or t("sweep.part_none", lang)


def pretended_lines(rows: Iterable[SweepRow], *, lang: str) -> list[str]:
    """Return what scenarios take for granted, a sentence each."""
    found = dict.fromkeys(each for row in rows for each in row.pretended)
    return [pretended_text(each, lang) for each in found]


def pretended_text(each: Pretended, lang: str) -> str:
    """Return what a scenario takes for granted, as a sentence."""
    post = post_name(each.post, lang) if each.post else ""
    return t(f"whatif.pretends_{each.name}", lang, post=post)
