"""A repair and an explanation as tables and sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scheduler.horizon import format_clock
from service.roster.explaining import StandingThen
from ui.cli.demand_tables import number
from ui.cli.tables import outside_opening, status_key
from ui.words.catalogue import t
from ui.words.conflict_sentences import (
    cause_lines,
    conflict_head,
    price_sentence,
    way_sentence,
    why_none_lines,
)
from ui.words.cover_sentences import helper_sentence, stretch_sentence, times_text
from ui.words.instead_sentences import reason_lines, solved_line, why_sentence
from ui.words.names import post_name, rule_name
from ui.words.sentences import (
    agent_name,
    date_text,
    moment_text,
    reason_sentence,
    spoken_names,
    violation_sentence,
)
from ui.words.shift_posts import away_told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.cut import Cut
    from scheduler.instead import PairCompared, PairSolved
    from scheduler.problem import RosterProblem
    from scheduler.shift import Shift
    from service.roster.covering import Covering, CoverOffer
    from service.roster.explaining import Explained, Explanation, PersonThen, Reason
    from service.roster.mending import DayChange, Mended
    from service.roster.unsolvable import WhyNone
    from ui.cli.screen import Screen

Report = dict[str, Any]
COVER_RUN = "cover_impossible_run"
SHORT_LIST = 8  # people named at most for each standing


def mended(screen: Screen, found: Mended, report: Report) -> None:
    """Print what falls out, what changes, and what the week then is worth."""
    problem, lang = found.problem, screen.lang
    odd = sum(
        choice.kept == cut.kept and bool(choice.by_rule)
        for cut in found.repaired.cuts
        for choice in found.choices.get(cut.shift, ())
    )
    if odd and not report["reasons"]:
        screen.say("cli.repair_with_cuts", count=odd)
    else:
        screen.say(status_key(report))
    for each in report["reasons"]:
        screen.text(
            "· " + reason_sentence(each["code"], spoken_names(each["names"], problem, lang), lang)
        )
    screen.say("cli.repair_lost", count=len(found.repaired.lost))
    for cut in found.repaired.cuts:
        _cut(screen, cut, found)
    _broken(screen, found)
    _kept(screen, found)
    if found.repaired.result.roster is None:
        return
    for call in found.calls:
        name, when = agent_name(call.agent_id, problem, lang), call.from_min
        told = moment_text(when, problem.horizon.clock, lang)
        text = screen.word(
            "cli.repair_call", agent=name, when=told, post=post_name(call.post, lang)
        )
        screen.text("· " + text)
    screen.say(
        "cli.repair_changed",
        days=report["changed_days"],
        people=report["changed_people"],
        others=sum(not change.is_of_hours for change in found.repaired.changes),
    )
    rows = [_change_row(change, problem, lang) for change in found.repaired.changes]
    if rows:
        screen.table(tuple(f"cli.head.{name}" for name in ("agent", "date", "was", "now")), rows)
    left = report["without_repair"]
    screen.say(
        "cli.repair_worth",
        left_breaches=left["stretches"],
        left_cost=number(left["cost"]),
        breaches=report["stretches"],
        cost=number(report["cost"]),
        seconds=number(report["seconds"], 1),
    )
    if report["gap_hours"] is not None:
        screen.say("cli.repair_gap", hours=number(report["gap_hours"], 1))
    outside_opening(screen, report)
    screen.say("cli.ended_by_clock" if report["ended_by_clock"] else "cli.repeatable")


def _broken(screen: Screen, found: Mended) -> None:
    """Print which rules of the house are broken, what that counts for, and why."""
    if found.weighed.house:
        points = number(found.weighed.price)
        count = len(found.weighed.house)
        screen.say("cli.repair_breaks_house", count=count, points=points, reason=found.reason)
    for each in found.weighed.house:
        line = violation_sentence(each.found, found.problem, screen.lang)
        screen.text("· " + screen.word("open.of_house", line=line))


def _kept(screen: Screen, found: Mended) -> None:
    """Print where the reported absences were written."""
    kept = found.kept
    for key, place in (("beside", kept.beside), ("in_week", kept.in_week)):
        if place is not None:
            screen.say(f"cli.absences_{key}", count=kept.count, file=place.name)


def _cut(screen: Screen, cut: Cut, found: Mended) -> None:
    """Print what is left of a shift, and where no shape has that, each choice with its price."""
    problem, lang = found.problem, screen.lang
    screen.say(
        "cli.cut_kept" if cut.kept else "cli.cut_gone",
        agent=agent_name(cut.shift.agent_id, problem, lang),
        shift=times_text(cut.shift, problem, lang),
        away=away_told(problem, cut.shift, lang),
        kept=_shifts(cut.kept, problem, lang),
    )
    for choice in found.choices.get(cut.shift, ()):
        broken = (f"{rule_name(rule, lang)} {count}" for rule, count in choice.by_rule.items())
        rules = screen.word("list.comma").join(broken) or screen.word("cli.cut_breaks_nothing")
        text = screen.word(
            "cli.cut_choice",
            how=choice.how.value,
            kept=_shifts(choice.kept, problem, lang),
            rules=rules,
            price=f"{choice.cost_change:+,.1f}",
        )
        taken = screen.word("cli.cut_taken") if choice.kept == cut.kept else ""
        screen.text(f"· {text}{taken}")


def _change_row(change: DayChange, problem: RosterProblem, lang: str) -> tuple[str, ...]:
    date = date_text(problem.horizon.date(change.day), lang)
    sides = (_shifts(shifts, problem, lang) for shifts in (change.was, change.now))
    return (agent_name(change.agent_id, problem, lang), date, *sides)


def _shifts(shifts: tuple[Shift, ...], problem: RosterProblem, lang: str) -> str:
    return " · ".join(_shift(shift, problem, lang) for shift in shifts) or "-"


def _shift(shift: Shift, problem: RosterProblem, lang: str) -> str:
    times = times_text(shift, problem, lang)
    if shift.meal is None:
        return times
    meal = format_clock(problem.horizon.clock.clock_of(shift.meal.start_min))
    return t("cli.shift_meal", lang, shift=times, meal=meal)


def explained(screen: Screen, found: Explained) -> None:
    """Print what stands in the way of any roster, and of each stretch who is where."""
    for code, names in _in_runs(found.reasons, found.problem):
        told = spoken_names(names, found.problem, screen.lang)
        screen.text("· " + reason_sentence(code, told, screen.lang))
    if found.why is not None:
        conflict(screen, found.why)
    elif not (found.reasons or found.explanations):
        screen.say("cli.explain_nothing")
    for each in found.explanations:
        _explanation(screen, each, found.problem)
    if found.covering is not None:
        _covering(screen, found.covering, found.problem)
    if found.pair is not None:
        _pair(screen, *found.pair, found.problem)


def _pair(screen: Screen, found: PairCompared, anew: PairSolved, problem: RosterProblem) -> None:
    """Print why one has a shift and the other not, and what giving it to the other comes to."""
    lang = screen.lang
    screen.text(why_sentence(found, problem, lang))
    for one in found.other.broken or found.new:
        screen.text("· " + violation_sentence(one, problem, lang))
    screen.text(solved_line(anew, problem, lang))
    for line in reason_lines(anew.reasons, problem, lang):
        screen.text("· " + line)


def _covering(screen: Screen, found: Covering, problem: RosterProblem) -> None:
    """Print who can cover a stretch, and which rules hold others back."""
    screen.say("cli.cover_head" if found.offers else "cli.cover_nobody")
    for one in found.offers:
        screen.text("· " + _offer(screen, one, problem))
    if found.pairs:
        screen.say("cli.cover_pairs")
    for pair in found.pairs:
        both = (_offer(screen, one, problem) for one in (pair.first, pair.second))
        screen.text("· " + " + ".join(both))
    if found.held_back:
        rules = (f"{rule_name(rule, screen.lang)} {n}" for rule, n in found.by_rule.items())
        screen.say("cli.explain_rules", rules=screen.word("list.comma").join(rules))


def _offer(screen: Screen, one: CoverOffer, problem: RosterProblem) -> str:
    return screen.word(
        "cli.cover_line",
        offer=helper_sentence(one.helper, problem, screen.lang),
        covered=one.covered_min,
        price=f"{one.cost_change:+,.1f}",
        overtime=f"{one.overtime_hours:+,.1f}",
        week=number(one.week_min / 60, 1),
        contract=number(one.contract_min / 60, 1),
    )


def _in_runs(reasons: Iterable[Reason], problem: RosterProblem) -> list[Reason]:
    """Return reasons, those of intervals one after the other as one with its first and end."""
    clock, step = problem.horizon.clock, problem.horizon.interval_min
    told: list[Reason] = []
    for code, names in reasons:
        if code != "cover_impossible":
            told.append((code, names))
            continue
        post, when = names
        end = clock.format(clock.parse(when) + step)
        last = told[-1] if told else None
        if last is not None and last[0] == COVER_RUN and last[1][::2] == (post, when):
            told[-1] = (COVER_RUN, (post, last[1][1], end))
        else:
            told.append((COVER_RUN, (post, when, end)))
    return told


def conflict(screen: Screen, why: WhyNone) -> None:
    """Print what leaves no roster, in the smallest sets, and the ways out of each."""
    lang, problem = screen.lang, why.problem
    for each in why.told.found:
        screen.text(conflict_head(each, lang))
        for line in cause_lines(each, problem, lang):
            screen.text("· " + line)
        screen.say("conflict.ways" if each.ways else "conflict.no_ways")
        for way in each.ways:
            told = way_sentence(way, problem, lang)
            price = price_sentence(way, each.ways[0], lang)
            screen.text("· " + screen.word("way.line", way=told, price=price))
    for line in why_none_lines(why.told, lang):
        screen.text(line)


def _explanation(screen: Screen, each: Explanation, problem: RosterProblem) -> None:
    lang, stretch = screen.lang, each.stretch
    if stretch.missing:
        screen.text(stretch_sentence(stretch, problem, lang))
    screen.say(
        "cli.explain_head",
        post=post_name(stretch.post, lang),
        when=moment_text(stretch.start_min, problem.horizon.clock, lang),
        required=number(each.required, 2),
        minimum=each.minimum,
        at_work=each.at_work,
    )
    for standing in StandingThen:
        people = [person for person in each.people if person.standing is standing]
        if people:
            names = [agent_name(person.agent_id, problem, lang) for person in people]
            more = "…" if len(names) > SHORT_LIST else ""
            screen.say(
                f"cli.standing_{standing.value}",
                count=len(names),
                names=screen.word("list.comma").join(names[:SHORT_LIST]) + more,
            )
    if len(each.people) == 1:
        _why_not(screen, each.people[0], problem)
    elif each.by_rule:
        rules = (f"{rule_name(rule, lang)} {count}" for rule, count in each.by_rule.items())
        screen.say("cli.explain_rules", rules=screen.word("list.comma").join(rules))
    if each.ways:
        screen.say("cli.explain_ways")
    for way in each.ways:
        price = f"{way.cost_change:+,.1f}"
        text = helper_sentence(way.helper, problem, lang)
        screen.text("· " + screen.word("cli.explain_way", way=text, price=price))
    screen.text("")


def _why_not(screen: Screen, person: PersonThen, problem: RosterProblem) -> None:
    """Print every rule that the one person's nearest shift breaks."""
    for each in () if person.helper is None else person.helper.broken:
        screen.text("· " + violation_sentence(each, problem, screen.lang))
