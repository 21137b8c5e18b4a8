"""A conflict that leaves no roster, and the ways out of it, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.type_pin import TypePin
from service.roster.unsolvable import CauseKind, Solvable, WayKind
from ui.words.catalogue import has, t
from ui.words.names import pin_told, pinned_name, post_name, rule_name
from ui.words.sentences import agent_name, date_text, moment_text, number_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.problem import RosterProblem
    from service.roster.unsolvable import ConflictCause, ConflictTold, WayTold, WhyTold

SHORT_LIST = 8  # names shown at most
HOUR_MIN = 60


def why_none_lines(why: WhyTold, lang: str) -> Iterator[str]:
    """Yield what there is to say where nothing conflicts, or not all was looked at; then of it."""
    if not why.found or why.answer is not Solvable.NO:
        key = "more" if why.found and why.answer is not Solvable.YES else why.answer.value
        if not (why.found and why.answer is Solvable.YES):
            yield t(f"conflict.{key}", lang)


def conflict_head(found: ConflictTold, lang: str) -> str:
    """Return what the causes below it are, and whether each is needed for certain."""
    if found.conflict.is_minimal:
        return t("conflict.head", lang, count=len(found.conflict.causes))
    unsure = len(found.conflict.open_causes)
    return t("conflict.head_open", lang, count=len(found.conflict.causes), unsure=unsure)


def cause_lines(found: ConflictTold, problem: RosterProblem, lang: str) -> list[str]:
    """Return the causes of a conflict, a sentence each."""
    return [cause_sentence(cause, problem, lang) for cause in found.conflict.causes]


def cause_sentence(cause: ConflictCause, problem: RosterProblem, lang: str) -> str:
    """Return a rule or a fact as a planner would say it."""
    clock, kind = problem.horizon.clock, cause.kind.value
    first, last = (
        moment_text(at, clock, lang) if cause.end_min else ""
        for at in (cause.start_min, cause.end_min)
    )
    values: dict[str, object] = {"first": first, "last": last, "name": cause.name}
    row = cause.row
    if cause.name in problem.agent_by_id:
        values["agent"] = agent_name(cause.name, problem, lang)
    if cause.name in problem.post_by_id:
        held = [agent for agent in problem.agents if cause.name in agent.posts]
        values |= {
            "post": post_name(cause.name, lang),
            "count": len(held),
            "least": problem.min_agents(cause.name),
            "experienced": problem.post_by_id[cause.name].min_experienced,
            "names": _names((agent.id for agent in held), problem, lang),
        }
    match cause.kind:
        case CauseKind.RULE:
            return _rule(cause.name, problem, lang)
        case CauseKind.PROMISE:
            agent = problem.agent_by_id[cause.name]
            values["hours"] = number_text(problem.promised_min(agent) / HOUR_MIN, lang)
        case CauseKind.EMPLOYMENT:
            agent = problem.agent_by_id[cause.name]
            ends = (agent.hired, agent.leaves)
            values["hired"], values["leaves"] = (
                date_text(date, lang) if date else "…" for date in ends
            )
        case CauseKind.PIN:
            values["post"] = post_name(getattr(row, "post", ""), lang)
        case CauseKind.TYPE_PIN:
            assert isinstance(row, TypePin)
            values["type"] = pin_told(problem, row, lang)
            values["date"] = date_text(row.date, lang)
        case CauseKind.LIMIT:
            written = getattr(row, "kind", "")
            values["most"] = getattr(row, "max_per_month", "")
            values["type"] = pinned_name(problem, written, lang)
        case CauseKind.ABSENCE:
            written = getattr(row, "kind", "")
            key = f"absence.{written}"
            values["why"] = t(key, lang) if has(key, lang) else written or "-"
        case _:
            pass
    return t(f"cause.{kind}", lang, **values)


def _rule(rule: str, problem: RosterProblem, lang: str) -> str:
    hours = problem.rules.hours
    limits: dict[str, float | None] = {
        "rest": hours.min_rest_min / HOUR_MIN,
        "hours_per_week": hours.max_work_min_per_week / HOUR_MIN,
        "consecutive_days": hours.max_consecutive_days,
        "days_off": hours.min_days_off_per_week,
        "nights_per_month": hours.max_nights_per_month,
        "weekends_per_month": hours.max_weekends_per_month,
    }
    limit = limits.get(rule)
    name = rule_name(rule, lang)
    if limit is None:
        return t("cause.rule", lang, rule=name)
    return t("cause.rule_limit", lang, rule=name, limit=number_text(limit, lang))


def way_sentence(way: WayTold, problem: RosterProblem, lang: str) -> str:
    """Return what a way out asks, of whom."""
    cause = way.causes[0]
    spans = [one for one in way.causes if one.end_min]
    clock = problem.horizon.clock
    ends = (min(one.start_min for one in spans), max(one.end_min for one in spans)) if spans else ()
    first, last = [moment_text(at, clock, lang) for at in ends] or ["", ""]
    values: dict[str, object] = dict(
        post=post_name(cause.name, lang),
        name=cause.name,
        names=_names(way.people, problem, lang) or t("way.everybody", lang),
        count=len(way.people),
        first=first,
        last=last,
        rule=rule_name(cause.name, lang),
        broken=len(way.broken),
        below=number_text(way.below_hours, lang),
        yuan=f"¥{way.yuan:,.2f}",
    )
    if way.kind is WayKind.SET_ASIDE:
        return t(f"way_without.{cause.kind.value}", lang, **values)
    if way.kind is WayKind.HIRE and not way.yuan:
        return t("way.hire_unpaid", lang, **values)
    return t(f"way.{way.kind.value}", lang, **values)


def price_sentence(way: WayTold, cheapest: WayTold, lang: str) -> str:
    """Return what the week costs with a way out, and how much more than with the cheapest."""
    more = way.price - cheapest.price
    return t(
        "way.price",
        lang,
        short=number_text(way.short_hours, lang),
        price=number_text(way.price, lang),
        more=f"{more:+,.1f}",
    )


def _names(ids: Iterable[str], problem: RosterProblem, lang: str) -> str:
    people = [agent_name(one, problem, lang) for one in ids]
    more = "…" if len(people) > SHORT_LIST else ""
    return t("list.comma", lang).join(people[:SHORT_LIST]) + more
