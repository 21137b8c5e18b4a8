"""Faults and violations as sentences: codes and values in the reader's words and formats."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from babel.dates import format_date
from babel.numbers import format_decimal

from scheduler.horizon import format_clock
from scheduler.house_price import Override
from ui.words.catalogue import has, t
from ui.words.names import kind_name, post_name, rule_name, told_tables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.errors import Fault
    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.verify.verdict import Violation
    from service.roster.overriding import MarkedBreach
    from service.roster.publishing import Entry

REASON_PARTS = (
    "who",
    "first",
    "second",
)  # as the sentences of reasons and causes name their values
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
CLOCK = re.compile(r"^\d\d:\d\d(\||$)")
STUCK = "no_week"  # how the codes of people without any allowed days begin
OF_A_RULE = (STUCK, "pin")
LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


def fault_sentence(fault: Fault, lang: str) -> str:
    """
    Return where a fault is, what is wrong, and what to do.

    A detail that comes in the reader's language too, such as ``article_en``, is told in it.
    """
    value = t("fault_place.no_value", lang) if fault.value is None else fault.value
    said = {name: fault.details.get(f"{name}_{lang}", one) for name, one in fault.details.items()}
    details = {
        name: _parts_of_plan(detail, lang) if name == "parts" else _shown(detail, lang)
        for name, detail in said.items()
    }
    if has(f"action.{details.get('action')}", lang):  # the log may hold what nobody ever did
        details["action"] = t(f"action.{details['action']}", lang)
    if "table_other" in details:
        details |= told_tables(details["table_kind"], details["table_other"], lang)
    if "rule" in details:
        details["rule"] = rule_name(details["rule"], lang)
    if "named_post" in details:
        details["named_post"] = post_name(details["named_post"], lang)
    if "remedy" in details:
        details["remedy"] = t(f"remedy.{details['remedy']}", lang)
    for name in ("role", "scope", "reading"):
        if name in details:
            details[name] = t(f"{name}.{details[name]}", lang)
    roles = fault.details.get("roles")
    if isinstance(roles, tuple):
        details["roles"] = t("list.comma", lang).join(t(f"role.{one}", lang) for one in roles)
    for name in ("source", "other"):
        if has(f"source.{details.get(name)}", lang):
            details[name] = t(f"source.{details[name]}", lang)
    code = f"{fault.code}_called" if "also" in details else fault.code
    what = t(f"fault.{code}", lang, **{"value": value, **details})
    place = _place(fault, lang)
    return t("fault_place.sentence", lang, place=place, what=what) if place else what


def violation_sentence(violation: Violation, problem: RosterProblem, lang: str) -> str:
    """Return a breach of a rule as a planner would say it, with agent, time, value and limit."""
    measured, limit = violation.measured, violation.limit
    clock = problem.horizon.clock
    at_min = problem.horizon.start_min if violation.at_min is None else violation.at_min
    first_kind, _, next_kind = violation.subject.partition("|")
    return t(
        f"rule.{_variant(violation, problem)}",
        lang,
        agent=agent_name(violation.agent_id, problem, lang),
        post=post_name(violation.post, lang),
        when=moment_text(at_min, clock, lang),
        date=date_text(clock.date_of(at_min), lang),
        before=moment_text(at_min - round(measured or 0), clock, lang),
        measured=number_text(measured, lang),
        measured_h=number_text(None if measured is None else measured / 60, lang),
        limit=number_text(limit, lang),
        limit_h=number_text(None if limit is None else limit / 60, lang),
        month=format_date(clock.date_of(at_min), t("format.month", lang), locale=LOCALES[lang]),
        subject=violation.subject,
        hired=_employed(violation.agent_id, problem, lang)[0],
        leaves=_employed(violation.agent_id, problem, lang)[1],
        kind=kind_name(violation.subject, lang),
        kind_before=kind_name(first_kind, lang),
        kind_after=kind_name(next_kind, lang),
    )


def judged_sentence(
    each: MarkedBreach,
    problem: RosterProblem,
    lang: str,
    overrides: Sequence[Entry[Override] | Override] = (),
) -> str:
    """Return a breach in words: law with its article, or house, with who broke it and why."""
    line = violation_sentence(each.found, problem, lang)
    if each.ground is not None:
        article = each.named.get("article" if lang == "zh" else "article_en", "")
        why = article or t(f"remedy.{each.ground}", lang)
        return t("open.of_law", lang, line=line, why=why)
    for one in reversed(overrides):
        told = one if isinstance(one, Override) else one.value
        if told.is_of(each.found):
            by = t("open.by_nobody", lang) if isinstance(one, Override) else one.entered.by
            line = t("open.overridden", lang, line=line, by=by, reason=told.reason)
            break
    return t("open.of_house" if each.standing else "open.of_unknown", lang, line=line)


def reason_sentence(code: str, names: Sequence[str], lang: str) -> str:
    """Return what stands in the way of a roster, by its code and names."""
    parts = dict(zip(REASON_PARTS, names, strict=False))
    for kind in OF_A_RULE:  # a rule whose reason has no sentence of its own is told by its name
        if code.startswith(f"{kind}_") and not has(f"reason.{code}", lang):
            parts["rule"] = rule_name(code.removeprefix(f"{kind}_"), lang)
            code = f"{kind}_rule"
    return t(f"reason.{code}", lang, names=t("list.comma", lang).join(names), **parts)


def spoken_names(names: Sequence[str], problem: RosterProblem, lang: str) -> tuple[str, ...]:
    """Return the names of a reason as people say them: who or which post first, then moments."""
    first, *others = names or ("",)
    if first in problem.agent_by_id:
        first = agent_name(first, problem, lang)
    elif first in problem.post_by_id:
        first = post_name(first, lang)
    return tuple(
        part for part in (first, *(_spoken(each, problem, lang) for each in others)) if part
    )


def _spoken(text: str, problem: RosterProblem, lang: str) -> str:
    """Return a moment in words; what is none, such as hours, as it is."""
    if not MOMENT.match(text):
        return text
    clock = problem.horizon.clock
    return moment_text(clock.parse(text), clock, lang)


def left_out_lines(people: Iterable[tuple[str, str, Sequence[str]]], lang: str) -> Iterator[str]:
    """
    Yield why people cannot be given any shift, and what would help: a sentence per reason.

    Parameters
    ----------
    people
        Name, cause and the cause's values of each; who share a reason share its sentence.
    """
    names: dict[tuple[str, ...], list[str]] = {}
    for who, cause, values in people:
        names.setdefault((cause, *values), []).append(who)
    for (cause, *values), who_all in names.items():
        told = (t("list.comma", lang).join(who_all), *values)
        yield t(f"left_out.{cause}", lang, **dict(zip(REASON_PARTS, told, strict=False)))


def _variant(violation: Violation, problem: RosterProblem) -> str:
    """Return the sentence of a breach: some rules have two."""
    if violation.rule == "employed" and violation.at_min is not None:
        agent = problem.agent_by_id.get(violation.agent_id)
        date = problem.horizon.clock.date_of(violation.at_min)
        if agent is not None and agent.leaves is not None and agent.leaves < date:
            return "employed_left"
    if violation.rule == "rest" and (violation.measured or 0) < 0:
        return "rest_overlap"
    if violation.rule == "breaks" and violation.subject:
        return "breaks_missing"
    if violation.rule == "pinned_type" and violation.subject.endswith("|"):
        return "pinned_type_off"
    if violation.rule in {"pinned_type", "pinned_idle"} and CLOCK.search(violation.subject):
        return f"{violation.rule}_start"
    return violation.rule


def agent_name(agent_id: str, problem: RosterProblem, lang: str) -> str:
    """Return an agent's name with the id where the two differ; of an unknown one, the id."""
    agent = problem.agent_by_id.get(agent_id)
    if agent is None or not agent.name or agent.name == agent_id:
        return agent_id
    return t("format.agent", lang, name=agent.name, id=agent_id)


def _employed(agent_id: str, problem: RosterProblem, lang: str) -> tuple[str, str]:
    """Return an agent's first and last day of employment; empty where none is written."""
    agent = problem.agent_by_id.get(agent_id)
    dates = (None, None) if agent is None else (agent.hired, agent.leaves)
    first, last = ("" if date is None else date_text(date, lang) for date in dates)
    return first, last


def date_text(date: dt.date, lang: str) -> str:
    """Return a date with its weekday, such as ``Mon 30 Nov``."""
    return format_date(date, t("format.date", lang), locale=LOCALES[lang])


def moment_text(minute: int, clock: Clock, lang: str) -> str:
    """Return a moment with its weekday, such as ``Mon 30 Nov 08:00``."""
    date = date_text(clock.date_of(minute), lang)
    return t("format.moment", lang, date=date, time=format_clock(clock.clock_of(minute)))


def number_text(number: float | None, lang: str) -> str:
    """Return a number with at most two decimals in the reader's format; empty for None."""
    return "" if number is None else format_decimal(number, "#,##0.##", locale=LOCALES[lang])


def _place(fault: Fault, lang: str) -> str:
    parts = [fault.file or ""]
    if fault.line is not None:
        parts.append(t("fault_place.line", lang, line=fault.line))
    if fault.column is not None and fault.file is None and has(f"field.{fault.column}", lang):
        parts.append(t("fault_place.field", lang, column=t(f"field.{fault.column}", lang)))
    elif fault.column is not None:
        is_key = "." in fault.column or (fault.file or "").endswith(".toml")
        kind = "key" if is_key else "column"
        parts.append(t(f"fault_place.{kind}", lang, column=fault.column))
    return " ".join(part for part in parts if part)


def _parts_of_plan(parts: object, lang: str) -> str:
    """Return keys and values of a work plan as the table of plans calls them."""
    assert isinstance(parts, tuple)
    told = [
        t(f"plans.{key}", lang)
        if value is True
        else t("plan_part", lang, name=t(f"plans.{key}", lang), value=_shown(value, lang))
        for key, value in parts
    ]
    return t("plan_part_comma", lang).join(told)


def _shown(detail: object, lang: str) -> str:
    if isinstance(detail, dt.date):
        return date_text(detail, lang)
    if isinstance(detail, int | float) and not isinstance(detail, bool):
        return number_text(detail, lang)
    if isinstance(detail, tuple | list):
        return ", ".join(_shown(part, lang) for part in detail)
    return str(detail)
