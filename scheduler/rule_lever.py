"""Single rules that a scenario changes, by the names they have in files of rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from scheduler.errors import require
from scheduler.keys import Asked, Keyed, WrittenIn, keyed
from scheduler.ruleset import HoursRules, RuleSet, Weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PARTS: Mapping[str, Any] = {"hours": HoursRules, "weights": Weights, "": RuleSet}
"""Field of the rules that holds each part (empty: the rules themselves), and its class."""
NUMBERS = (int, float, int | None)
HOUR_MIN = 60


class ChangeableRule(NamedTuple):
    """The part of the rules that holds a rule, and its field."""

    part: str
    entry: Keyed

    @property
    def is_of_hours(self) -> bool:
        """Return whether it limits people's time, of which the law speaks too."""
        return self.part == "hours"

    def now(self, rules: RuleSet) -> float | None:
        """Return what rules say, as it is written; None: nothing."""
        value = getattr(getattr(rules, self.part) if self.part else rules, self.entry.name)
        if value is None:
            return None
        return value / HOUR_MIN if self.entry.key.unit is WrittenIn.HOURS else float(value)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """
    What a rule is to say.

    Parameters
    ----------
    name
        Of the rule, as files of rules call it, such as ``min_rest_hours``.
    value
        As it is written there.
    """

    name: str
    value: float

    def __post_init__(self) -> None:
        known = ", ".join(changeable())
        require(self.name in changeable(), "rule_unchangeable", value=self.name, known=known)


@lru_cache(maxsize=1)
def changeable() -> dict[str, ChangeableRule]:
    """Return the rules that are a number and that forms ask for, by name."""
    return {
        entry.last: ChangeableRule(part, entry)
        for part, kind in PARTS.items()
        for entry in keyed(kind)
        if isinstance(entry.asked, Asked) and entry.form in NUMBERS
    }


def with_rules_of(rules: RuleSet, told: Iterable[RuleValue]) -> RuleSet:
    """Return rules with other numbers; raises InputError where one cannot be."""
    for each in told:
        part, entry = changeable()[each.name]
        value = each.value * (HOUR_MIN if entry.key.unit is WrittenIn.HOURS else 1)
        if entry.form is not float:
            whole = value == int(value)
            require(whole, "not_whole", column=each.name, value=f"{each.value:g}")
            value = int(value)
        new: dict[str, Any] = {entry.name: value}
        rules = replace(rules, **{part: replace(getattr(rules, part), **new)} if part else new)
    return rules
