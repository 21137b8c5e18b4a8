"""All that is known before a roster is chosen; its parts are checked against each other, once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.agent import Absence, Agent, AgentLimit, ProtectedBy, Wish
from scheduler.announced import Announced
from scheduler.by_agent import by_agent
from scheduler.cycle import Cycles, PlannedDay, cycles_of
from scheduler.demand import Requirement
from scheduler.errors import InputError
from scheduler.fairness import FairShare, fair_shares
from scheduler.horizon import WEEK_DAYS, Horizon
from scheduler.opening import OpeningHours, opening_hours
from scheduler.peak import peak_spans
from scheduler.post import Post
from scheduler.problem_faults import faults_of
from scheduler.ruleset import RuleSet
from scheduler.session import Session
from scheduler.shift import Shift
from scheduler.shift_class import ShiftClasses
from scheduler.standby import StandbyCall
from scheduler.type_pin import TypePin
from scheduler.work_plan import SixthDay, WorkPlan

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.hours_rules import OwedBy
    from scheduler.shift import ShiftShape


@dataclass(frozen=True, eq=False)
class RosterProblem:
    """
    One question: who works when, on which post.

    Parameters
    ----------
    horizon
        The days to be rostered.
    posts, agents
        Each id once.
    rules
        Limits and prices.
    requirement
        People needed; over the same horizon, for posts that exist.
    absences, wishes
        Of the agents.
    history
        Shifts that start before the horizon; those that reach into it cover. People who have
        left may occur.
    pins
        Shifts that a person fixed: they are in every roster, as they are.
    type_pins
        Types that a person fixed for single days, or that these are off.
    calls
        From when people who stand by hold which post; each lies in a standby shift of its agent.
    agent_limits
        Agreed with single agents; one of a kind for each.
    sessions
        Training and meetings due.
    announced
        A roster that people know and that should change little; None: nothing is announced yet.
    called_away
        Hours in which agents are lent to other work or kept from their post (``Interruption``). No
        rule speaks of them, but nobody is counted at work then; people who have left may occur.
    known_hours
        Opening hours by post, where the requirement has no word on all of them (what is over asks
        for nobody); None: as posts and requirement say.
    elsewhere_min
        Minutes of work in a week that agents have at other shops of the company, the most of any
        week of the horizon, by agent: so much less they may, and are promised to, work here.
    overruled
        Shifts that stand, where they are pinned, whatever rules they break: what is over, or was
        set by hand against a rule of the house. Other shifts are judged beside them as ever.
    known_shares
        Fair shares that follow from more people than these, by agent; None: from these alone.
    """

    horizon: Horizon
    posts: tuple[Post, ...]
    agents: tuple[Agent, ...]
    rules: RuleSet
    requirement: Requirement
    absences: tuple[Absence, ...] = ()
    wishes: tuple[Wish, ...] = ()
    history: tuple[Shift, ...] = ()
    pins: tuple[Shift, ...] = ()
    type_pins: tuple[TypePin, ...] = ()
    agent_limits: tuple[AgentLimit, ...] = ()
    sessions: tuple[Session, ...] = ()
    announced: Announced | None = None
    called_away: tuple[Absence, ...] = ()
    known_hours: dict[str, OpeningHours] | None = None
    overruled: frozenset[Shift] = frozenset()
    calls: tuple[StandbyCall, ...] = ()
    elsewhere_min: Mapping[str, int] = field(default_factory=dict)
    known_shares: Mapping[str, FairShare] | None = None

    def __post_init__(self) -> None:
        faults = list(faults_of(self))
        if faults:
            raise InputError(faults)

    @cached_property
    def hours_by_post(self) -> dict[str, OpeningHours]:
        """Return when work on each post may lie; posts without a requirement are never open."""
        if self.known_hours is not None:
            return self.known_hours
        rules = self.rules
        return opening_hours(
            self.posts, self.requirement, rules.may_start_before_min, rules.may_end_after_min
        )

    def opening_of(self, post: str) -> OpeningHours:
        """Return when work on a post may lie."""
        return self.hours_by_post.get(post, OpeningHours())

    @cached_property
    def agent_by_id(self) -> dict[str, Agent]:
        """Return each agent by id."""
        return {agent.id: agent for agent in self.agents}

    @cached_property
    def post_by_id(self) -> dict[str, Post]:
        """Return each post by id."""
        return {post.id: post for post in self.posts}

    @cached_property
    def absences_by_agent(self) -> dict[str, tuple[Absence, ...]]:
        """Return the absences of each agent who has any."""
        return by_agent(self.absences)

    @cached_property
    def away_by_agent(self) -> dict[str, tuple[Absence, ...]]:
        """Return absences, secondments and disruptions of each agent who has any."""
        return by_agent((*self.absences, *self.called_away))

    @cached_property
    def wishes_by_agent(self) -> dict[str, tuple[Wish, ...]]:
        """Return the wishes of each agent who has any."""
        return by_agent(self.wishes)

    @cached_property
    def type_pins_by_agent(self) -> dict[str, tuple[TypePin, ...]]:
        """Return the pins of a type of each agent who has any."""
        return by_agent(self.type_pins)

    @cached_property
    def calls_by_agent(self) -> dict[str, tuple[StandbyCall, ...]]:
        """Return the calls of each agent who stands by and has any."""
        return by_agent(self.calls)

    @cached_property
    def history_by_agent(self) -> dict[str, tuple[Shift, ...]]:
        """Return the past shifts of each agent who has any, in order of start."""
        return {
            agent: tuple(sorted(shifts, key=lambda shift: shift.start_min))
            for agent, shifts in by_agent(self.history).items()
        }

    def min_agents(self, post: str) -> int:
        """Return the fewest people who must be at work on an open post."""
        own = self.post_by_id[post].min_agents
        return self.rules.min_agents if own is None else own

    def week_limit_min(self, agent: Agent) -> float:
        """Return the most minutes in 7 days: the rule's or the contract's, less those elsewhere."""
        most = min(self.rules.hours.max_work_min_per_week, agent.contract.hours_week * 60)
        return max(0.0, most - self.elsewhere_min.get(agent.id, 0))

    def is_averaged(self, agent: Agent) -> bool:
        """Return whether an agent's week's limit and contract hold on average over all days."""
        return self.rules.hours.is_averaged or self._sixth_day(agent) is SixthDay.AVERAGED

    def period_days(self, agent: Agent) -> int:
        """Return the days over which the week's limit and the contract hold: 7, or all."""
        return self.horizon.days if self.is_averaged(agent) else WEEK_DAYS

    def period_limit_min(self, agent: Agent) -> float:
        """Return the most minutes of work in ``period_days``, overtime not counted."""
        return self.week_limit_min(agent) * self.period_days(agent) / WEEK_DAYS

    def _sixth_day(self, agent: Agent) -> SixthDay | None:
        plan = self.plan_of(agent)
        return None if plan is None else plan.sixth_day

    def contract_days(self, agent: Agent) -> int:
        """
        Return the days of a week on which an agent's contract is worked.

        As many as its hours take in the longest shifts that are no overtime; no more than days off
        and work plan leave.
        """
        most = max(1, WEEK_DAYS - self.min_days_off(agent))
        longest = self.usual_shift_min(agent)
        days = agent.contract.hours_week * 60 / longest if longest else most
        return min(most, math.ceil(days - 1e-9))

    def usual_shift_min(self, agent: Agent) -> int:
        """Return the work of the longest shift an agent may have without overtime; 0: none."""
        day = self.rules.hours.max_work_min_per_day
        works = (shape.work_min for shape in self.forms_of(agent))
        return max((work for work in works if work <= day), default=0)

    def least_days(self, agent: Agent, asked: int) -> int:
        """Return the fewest days of a week where a plan asks for some: consent is asked first."""
        is_overtime = self._sixth_day(agent) is SixthDay.OVERTIME
        agreed = self.may_work_overtime(agent) and agent.protected is None
        return min(asked, self.contract_days(agent)) if is_overtime and not agreed else asked

    def employed_days(self, agent: Agent) -> int:
        """Return on how many days of the horizon an agent is employed."""
        return sum(map(agent.employed, self.horizon.dates))

    def promised_min(self, agent: Agent) -> float:
        """Return the minutes of work promised for the days employed in the horizon; 0: none."""
        week_min = agent.contract.min_hours_week * 60 - self.elsewhere_min.get(agent.id, 0)
        return max(0.0, week_min) * self.employed_days(agent) / WEEK_DAYS

    def owed_by(self, agent: Agent) -> OwedBy:
        """Return over what time an agent's contract hours are owed."""
        plan = self.plan_of(agent)
        said = None if plan is None else plan.hours_owed
        return self.rules.hours.hours_owed if said is None else said

    @cached_property
    def known_since(self) -> dt.date:
        """Return the date from which the history tells who worked; without any the first day."""
        first = min((shift.start_min for shift in self.history), default=self.horizon.start_min)
        return self.horizon.clock.date_of(first)

    def nursing_min(self, agent: Agent, date: dt.date) -> int:
        """Return the minutes of a working day that count as work beside the shift's."""
        is_nursing = agent.protected_on(date) is ProtectedBy.NURSING
        return self.rules.hours.nursing_min if is_nursing else 0

    def counted_min(self, agent: Agent, shift: Shift) -> int:
        """Return the minutes of work that a shift of an agent counts for."""
        return shift.work_min + self.nursing_min(agent, self.horizon.clock.date_of(shift.start_min))

    def may_work_overtime(self, agent: Agent) -> bool:
        """Return whether an agent may work overtime on some day of the horizon."""
        return any(self.has_overtime(agent, day) for day in range(self.horizon.days))

    def has_overtime(self, agent: Agent, day: int) -> bool:
        """Return whether an agent may work overtime on a day, if only beyond the week's limit."""
        if self._sixth_day(agent) is SixthDay.OVERTIME:
            return self.agrees_on(agent, day)
        return self.overtime_cap_min(agent, day) > 0

    def agrees_on(self, agent: Agent, day: int) -> bool:
        """Return whether an agent agreed to overtime, for good or on a day of the horizon."""
        date = self.horizon.date(day)
        on = (each for each in self.rules.overtime_on if date in each)
        return agent.overtime_consent or any(agent.id in each.agreed for each in on)

    def overtime_cap_min(self, agent: Agent, day: int) -> int:
        """Return the most minutes of work above a day's limit; 0: none."""
        date, usual = self.horizon.date(day), self.rules.hours.max_overtime_min_per_day
        is_none = self._sixth_day(agent) in {SixthDay.SHORTER, SixthDay.AVERAGED}
        if is_none or not self.agrees_on(agent, day):
            return 0
        on = (each.max_min_per_day for each in self.rules.overtime_on if date in each)
        return next((most for most in on if most is not None), usual)

    def plan_of(self, agent: Agent) -> WorkPlan | None:
        """Return an agent's own plan, or the team's, or that of all; None: there is none."""
        plan = self._plans.get(self.rules.plan_name(agent.work_plan, agent.team))
        if not agent.fixed_week:
            return plan
        return replace(plan or WorkPlan(agent.id), day_cycle=agent.fixed_week, rotation=())

    @cached_property
    def _plans(self) -> dict[str, WorkPlan]:
        return {plan.name: plan for plan in self.rules.plans}

    @cached_property
    def cycles(self) -> Cycles:
        """Return where people stand in the cycles of their plans."""
        return cycles_of(self)

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.rules.types)

    def planned_days(self, agent: Agent) -> tuple[PlannedDay, ...]:
        """Return what the cycle of days of an agent's plan says of each day of the horizon."""
        cycle, dates = self.cycles.known.get(agent.id), self.horizon.dates
        if cycle is None:
            return (PlannedDay(),) * len(dates)
        return tuple(cycle.day(date, self._codes) for date in dates)

    def may_work(self, agent: Agent, shape: ShiftShape) -> bool:
        """Return whether contract and work plan allow an agent a shape."""
        plan = self.plan_of(agent)
        named = plan is None or not plan.types or shape.code in plan.types
        named = named and (plan is None or not plan.rotation or shape.code in plan.rotation)
        return named and shape.is_for(agent.contract.hours_week)

    def forms_of(self, agent: Agent) -> tuple[ShiftShape, ...]:
        """Return the shapes an agent may work."""
        return tuple(shape for shape in self.rules.forms if self.may_work(agent, shape))

    def min_days_off(self, agent: Agent) -> int:
        """Return the fewest days off in a week: the rule's, or more where the plan says so."""
        own, plan = self.rules.hours.min_days_off_per_week, self.plan_of(agent)
        return own if plan is None else max(own, WEEK_DAYS - plan.most_days_week)

    def max_consecutive_days(self, agent: Agent) -> int:
        """Return the most working days in a row: the rule's, or fewer as agreed."""
        most, own = self.rules.hours.max_consecutive_days, agent.contract.max_consecutive_days
        return most if own is None else min(most, own)

    def min_consecutive_days(self, agent: Agent) -> int:
        """Return the fewest working days in a row."""
        own = agent.contract.min_consecutive_days
        return self.rules.hours.min_consecutive_days if own is None else own

    def min_consecutive_days_off(self, agent: Agent) -> int:
        """Return the fewest days off in a row."""
        own = agent.contract.min_consecutive_days_off
        return self.rules.hours.min_consecutive_days_off if own is None else own

    @cached_property
    def limits_by_agent(self) -> dict[str, tuple[AgentLimit, ...]]:
        """Return the limits agreed with each agent who has any."""
        return by_agent(self.agent_limits)

    @cached_property
    def fair_shares(self) -> dict[str, FairShare]:
        """Return each agent's fair share of nights, weekends, peaks and lates over the quarter."""
        return fair_shares(self) if self.known_shares is None else dict(self.known_shares)

    @cached_property
    def classes(self) -> ShiftClasses:
        """Return what shifts count as: kinds, nights, weekends, peaks, lates."""
        peak = self.rules.peak
        spans = peak_spans(self.requirement) if peak is None else peak
        return ShiftClasses(self.horizon.clock, self.rules, spans)
