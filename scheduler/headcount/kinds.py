"""Kinds of people who can be hired, and a week with so many of each in place of its own people."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from scheduler.agent import Agent, Certificate, Contract
from scheduler.errors import Fault, InputError
from scheduler.staff_changes import usual_contract
from scheduler.weights import Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.ruleset import RuleSet

Posts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonKind:
    """
    People who are alike to a planner.

    Parameters
    ----------
    posts
        Posts they may work on, in the order of the week's posts.
    contract
        What they are hired for.
    work_plan
        Name of their work plan; empty: none.
    """

    posts: Posts
    contract: Contract
    work_plan: str = ""

    def person(self, name: str, cycle_start: dt.date | None = None) -> Agent:
        """Return one of them: no newcomer, without a wish, no overtime agreed."""
        return Agent(
            name,
            name,
            "",
            tuple(map(Certificate, self.posts)),
            self.contract,
            is_experienced=True,
            work_plan=self.work_plan,
            cycle_start=cycle_start,
        )


@dataclass(frozen=True, slots=True)
class KindPlace:
    """
    A kind of people, and where they stand in the cycle of their plan.

    Parameters
    ----------
    kind
        Who.
    cycle_start
        A day on which their cycle begins; None: the plan has none.
    """

    kind: PersonKind
    cycle_start: dt.date | None = None


def people_today(problem: RosterProblem) -> Counter[PersonKind]:
    """
    Return how many people of each kind a week has.

    People count by the posts they may work on throughout the week, by the usual contract of their
    hours, and by their plan; those without a whole week are left out, for nobody is hired for less.
    """
    found: Counter[PersonKind] = Counter()
    kept: dict[tuple[Posts, float, str], PersonKind] = {}
    for agent in problem.agents:
        posts = tuple(
            post
            for post in problem.requirement.posts
            if all(agent.certified(post, date) for date in problem.horizon.dates)
        )
        if posts:
            plan = problem.rules.plan_name(agent.work_plan, agent.team)
            key = (posts, agent.contract.hours_week, plan)
            found[kept.setdefault(key, _kind(problem, *key))] += 1
    return found


def _kind(problem: RosterProblem, posts: Posts, hours: float, plan: str) -> PersonKind:
    """Return a kind at the usual terms of its hours: median cost, what most are promised."""
    peers = [each.contract for each in problem.agents if each.contract.hours_week == hours]
    costs = sorted(each.hourly_cost for each in peers)
    promised = Counter(each.min_hours_week for each in peers).most_common(1)[0][0]
    return PersonKind(posts, Contract(hours, costs[len(costs) // 2], promised), plan)


def kinds_to_hire(
    problem: RosterProblem, also: Sequence[Posts] = (), named: Sequence[Posts] = ()
) -> tuple[PersonKind, ...]:
    """
    Return the kinds of people who may be hired: those there are, and of other posts too.

    Parameters
    ----------
    also
        Posts of people there are none of yet; they get the usual contract and plan.
    named
        Posts that are spoken of otherwise.

    Raises
    ------
    InputError
        When there is nobody whose contract could be the example, or a post is not known.
    """
    known = set(problem.requirement.posts)
    unknown = sorted({post for posts in (*also, *named) for post in posts} - known)
    faults = [Fault("unknown_post", column="posts", value=post) for post in unknown]
    found = people_today(problem)
    if not found:
        faults.append(Fault("headcount_no_contract"))
    if faults:
        raise InputError(faults)
    kinds = sorted(found, key=lambda kind: (len(kind.posts), -found[kind], kind.posts))
    held = {kind.posts for kind in kinds}
    plan = Counter({kind.work_plan: many for kind, many in found.items()}).most_common(1)[0][0]
    for posts in dict.fromkeys(
        tuple(p for p in problem.requirement.posts if p in set(each)) for each in also
    ):
        if posts and posts not in held:
            kinds.append(PersonKind(posts, usual_contract(problem.agents, posts[0]), plan))
    return tuple(kinds)


def places_of(problem: RosterProblem, kinds: Sequence[PersonKind]) -> tuple[KindPlace, ...]:
    """Return each kind at each place of its plan's cycle."""
    found: list[KindPlace] = []
    plans = {plan.name: plan for plan in problem.rules.plans}
    first = problem.horizon.start
    for kind in kinds:
        plan = plans.get(kind.work_plan)
        if plan is None or not plan.is_cycle:
            found.append(KindPlace(kind))
            continue
        step = plan.step_days
        begin = first - dt.timedelta(0 if step == 1 else first.weekday())
        found += [
            KindPlace(kind, begin - dt.timedelta(at)) for at in range(0, plan.cycle_days, step)
        ]
    return tuple(found)


def people_of(counts: Mapping[KindPlace, int]) -> tuple[Agent, ...]:
    """Return so many people of each place; their ids say the place, 0 people of it included."""
    return tuple(
        place.kind.person(f"{'+'.join(place.kind.posts)}-{number}.{one}", place.cycle_start)
        for number, (place, many) in enumerate(counts.items(), 1)
        for one in range(1, many + 1)
    )


def with_people(problem: RosterProblem, counts: Mapping[KindPlace, int]) -> RosterProblem:
    """
    Return a week's question with so many people of each place, a missing hour priced 1.

    All that belongs to its own people goes: absences, wishes, pins, sessions, agreements, overtime.
    Shifts of the week before that reach into it stay, and cover. Who stands by counts as at work.
    What the rules put a price on is free, what they forbid stays forbidden.
    """
    start = problem.horizon.start_min
    return replace(
        problem,
        agents=people_of(counts),
        rules=_plain(problem.rules),
        requirement=problem.requirement.plain,
        absences=(),
        wishes=(),
        history=tuple(shift for shift in problem.history if shift.end_min > start),
        pins=(),
        type_pins=(),
        agent_limits=(),
        sessions=(),
        announced=None,
        called_away=(),
        overruled=frozenset(),
        calls=(),
        elsewhere_min={},
    )


def _plain(rules: RuleSet) -> RuleSet:
    """Return rules in which only a missing hour has a price."""
    plain = dict.fromkeys((each.name for each in fields(Weights)), 0.0)
    types = (replace(each, is_standby=False, min_people=0) for each in rules.types)
    plans = (
        replace(
            plan,
            teams=(),
            is_by_team=False,
            days_off_together=1
            if plan.days_off_together_price is not None
            else plan.days_off_together,
            days_off_together_price=None,
            is_week_round=plan.is_week_round and plan.days_off_together_price is None,
        )
        for plan in rules.plans
    )
    return replace(
        rules,
        weights=Weights(**{**plain, "shortage_per_agent_hour": 1.0}),
        types=tuple(types),
        plans=tuple(plans),
        work_plan="",
        overtime_on=(),
    )
