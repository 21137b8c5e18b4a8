"""Breaking a rule by hand: never one of law, one of the house with its price and a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from scheduler.house_price import Override, price_of
from scheduler.verify.checker import MARKS, ground_of, verify
from scheduler.verify.standing import RuleStanding
from scheduler.verify.verdict import Violation, in_stretches
from scheduler.work_law import LegalGround
from service.roster.house_prices import OF_POSTS
from store.files.work_law import work_law_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.house_price import HousePrice
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from scheduler.shift import Shift
    from scheduler.work_law import WorkLaw
    from store.register import Entry
    from store.unit import Unit
    from store.writing import Writing


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A breach of law: on what the rule rests, and the article in both languages."""

    found: Violation
    ground: LegalGround
    named: dict[str, str]


@dataclass(frozen=True, slots=True)
class HouseBreach:
    """A breach of a rule of the house, and what it counts for."""

    found: Violation
    price: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """
    What a change of a roster breaks that was not broken before, or less.

    Parameters
    ----------
    law
        What nobody may do.
    house
        What needs a reason. The fewest people on posts are not among it: a draft in the making
        passes through open posts, and they are asked about when it is published.
    """

    law: tuple[Forbidden, ...] = ()
    house: tuple[HouseBreach, ...] = ()

    @property
    def price(self) -> float:
        """Return what the breaches of the house count for together."""
        return sum(each.price for each in self.house)

    @property
    def found(self) -> frozenset[Violation]:
        """Return all these breaches."""
        return frozenset({each.found for each in self.law} | {each.found for each in self.house})

    def require_allowed(
        self, problem: RosterProblem, reason: str, *, code: str = "house_reason_missing"
    ) -> None:
        """Raise an InputError with every breach of law, or where the house's lack a reason."""
        if self.law:
            raise InputError(_refused(problem, each) for each in self.law)
        told = bool(reason.strip()) or not self.house
        price = f"{self.price:g}"
        require(told, code, column="reason", value=len(self.house), price=price)

    def overrides(self, label: str, reason: str) -> tuple[Override, ...]:
        """Return what is kept of these breaches of the house in a week's roster, and why."""
        return tuple(
            Override(
                label,
                one.found.rule,
                one.found.agent_id,
                one.found.at_min,
                one.price,
                reason.strip(),
            )
            for one in self.house
        )

    def note(self, unit: Writing, label: str, reason: str) -> dict[str, str]:
        """Keep that these rules were broken, and why; return what the log says of it."""
        keep_overrides(unit, label, self.overrides(label, reason))
        if not self.house:
            return {}
        rules = ", ".join(dict.fromkeys(each.found.rule for each in self.house))
        return {"rules": rules, "price": f"{self.price:g}", "reason": reason.strip()}


def _refused(problem: RosterProblem, each: Forbidden) -> Fault:
    agent = problem.agent_by_id.get(each.found.agent_id)
    details = {"rule": each.found.rule, "remedy": each.ground.value, **each.named}
    name = each.found.agent_id if agent is None else agent.name or agent.id
    return Fault("breaks_law" if each.named else "breaks_order", value=name, details=details)


def weigh(
    problem: RosterProblem,
    roster: Roster,
    *,
    new: Iterable[Violation],
    gone: Iterable[Violation],
    prices: tuple[HousePrice, ...],
) -> Weighed:
    """
    Return what a change breaks, by law and house.

    Parameters
    ----------
    problem, roster
        The question, and the roster with the change.
    new, gone
        Breaches that it brings, and that it takes away.
    prices
        Of breaking rules of the house.
    """
    law = work_law_on(problem.horizon.start)
    forbidden, priced = [], []
    for found in in_stretches(_worse(problem, new, gone), problem.horizon.interval_min):
        ground = ground_of(problem, roster, found, law)
        if ground is not None:
            forbidden.append(Forbidden(found, ground, law.named(ground)))
        elif found.rule not in OF_POSTS:
            priced.append(HouseBreach(found, price_of(prices, found)))
    return Weighed(tuple(forbidden), tuple(priced))


def _worse(
    problem: RosterProblem, new: Iterable[Violation], gone: Iterable[Violation]
) -> Iterator[Violation]:
    """Yield the breaches that are no lesser remains of one of the same person and day."""
    before = Counter((_about(problem, each), _excess(each)) for each in gone)
    for found in new:
        mine, excess = _about(problem, found), _excess(found)
        twins = [key for key in before if key[0] == mine and key[1] >= excess and before[key]]
        if twins:
            before[min(twins, key=lambda key: key[1])] -= 1
        else:
            yield found


def _about(problem: RosterProblem, found: Violation) -> tuple[str, str, int | None]:
    day = None if found.at_min is None else problem.horizon.day_of(found.at_min)
    return found.rule, found.agent_id, day


def _excess(found: Violation) -> float:
    if found.measured is None or found.limit is None:
        return 0.0
    return abs(found.measured - found.limit)


@dataclass(frozen=True, slots=True)
class MarkedBreach:
    """
    A breach of a roster with its standing.

    Parameters
    ----------
    found
        The breach.
    standing
        Whether it is of law or of the house; None: no law is known of these days, and a rule of
        the house may pass what it allows.
    ground, named
        Of a breach of law: on what it rests, and the article in both languages, where there is one.
    """

    found: Violation
    standing: RuleStanding | None
    ground: LegalGround | None = None
    named: dict[str, str] = field(default_factory=dict)


def judged(
    problem: RosterProblem, roster: Roster, found: Iterable[Violation]
) -> tuple[MarkedBreach, ...]:
    """Return breaches of a roster, each with whether it is one of law or of the house."""
    breaches = tuple(found)
    if not breaches:
        return ()
    try:
        law = work_law_on(problem.horizon.start)
    except InputError:  # a week of long ago can be checked all the same
        return tuple(map(_without_law, breaches))
    return tuple(_with_law(problem, roster, each, law) for each in breaches)


def _with_law(
    problem: RosterProblem, roster: Roster, found: Violation, law: WorkLaw
) -> MarkedBreach:
    ground = ground_of(problem, roster, found, law)
    if ground is None:
        return MarkedBreach(found, RuleStanding.HOUSE)
    return MarkedBreach(found, RuleStanding.LAW, ground, law.named(ground))


def _without_law(found: Violation) -> MarkedBreach:
    mark = MARKS[found.rule]
    if mark.standing is RuleStanding.LAW:
        return MarkedBreach(found, RuleStanding.LAW, mark.grounds[0])
    return MarkedBreach(found, RuleStanding.HOUSE if mark.beyond is None else None)


def set_by_hand(
    problem: RosterProblem, roster: Roster, overrides: Iterable[Override]
) -> frozenset[Shift]:
    """Return the shifts of people who break a rule of the house as somebody decided by hand."""
    told = tuple(overrides)
    found = verify(problem, roster).violations if told else ()
    people = {each.agent_id for each in found if any(one.is_of(each) for one in told)}
    return frozenset(shift for shift in roster.shifts if shift.agent_id in people)


def still_of(overrides: Iterable[Override], breaches: Sequence[Violation]) -> tuple[Override, ...]:
    """Return the overrides that are about some of these breaches."""
    return tuple(one for one in overrides if any(one.is_of(each) for each in breaches))


def keep_overrides(unit: Writing, label: str, overrides: Iterable[Override]) -> None:
    """Keep which rules of the house were broken by hand in a week, each once."""
    known = {one.value for one in overrides_in(unit, unit.shop_id, label)}
    for one in dict.fromkeys(replace(one, week=label) for one in overrides):
        if one not in known:
            unit.enter(one, subject=label)


def overrides_in(unit: Unit, shop_id: str, label: str) -> tuple[Entry[Override], ...]:
    """Return which rules of the house were broken by hand in a week, by whom and why."""
    return unit.register.all(shop_id, Override, subject=label)
