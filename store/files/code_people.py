"""Whom a row of a table of codes is of: by id or name, as people write them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scheduler.agent import Agent
from store.files.clean import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


NUMBER_HEADS = frozenset({"序号", "序", "no", "no.", "#"})
PARTS = re.compile(r"[\s()（）\[\]【】/、,，]+")
NUMBERED = re.compile(r"^\d+[.、)）]\s*")
SUMS = frozenset(
    [
        "合计",
        "总计",
        "小计",
        "总数",
        "人数",
        "在岗人数",
        "出勤人数",
        "上班人数",
        "应出勤",
        "total",
        "sum",
        "count",
        "people",
        "headcount",
    ]
)
SIGNED = re.compile(
    r"制表|审核|审批|批准|签字|签名|主管|编制|approved|signed|prepared", re.IGNORECASE
)


@dataclass(frozen=True)
class CodePeople:
    """
    Those whom rows may be of.

    Parameters
    ----------
    agents
        The staff list.
    """

    agents: tuple[Agent, ...]

    @cached_property
    def _exact(self) -> dict[str, tuple[Agent, ...]]:
        return _by_key(self.agents, lambda text: text)

    @cached_property
    def _folded(self) -> dict[str, tuple[Agent, ...]]:
        return _by_key(self.agents, folded)

    @cached_property
    def _numbers(self) -> dict[str, tuple[Agent, ...]]:
        """Return agents by ids of digits alone, without the zeros a spreadsheet drops."""
        found: dict[str, tuple[Agent, ...]] = {}
        for agent in self.agents:
            if agent.id.isdigit():
                key = agent.id.lstrip("0")
                found[key] = (*found.get(key, ()), agent)
        return found

    def named(self, text: str) -> tuple[Agent, ...]:
        """Return whom a cell may name: ids first, then names, then parts of the cell."""
        if not text:
            return ()
        whole = self._exact.get(text) or self._folded.get(folded(text))
        whole = whole or self._folded.get(folded(NUMBERED.sub("", text)))
        if whole:
            return whole
        parts = (self._folded.get(folded(part), ()) for part in PARTS.split(text) if part)
        told = [one for one in parts if one]
        if told:
            return tuple(dict.fromkeys(told[0]))
        return self._numbers.get(text.lstrip("0"), ()) if text.isdigit() else ()

    def knows(self, text: str) -> bool:
        """Return whether a cell is the id or name of somebody as the staff list has it."""
        return text in self._exact

    def of(self, cells: Sequence[str], heads: Sequence[str]) -> tuple[Agent, ...]:
        """
        Return whom the cells before the codes name; more than one: they contradict each other.

        A column of running numbers, by its head, names nobody; an id tells apart people of one
        name.
        """
        told = [
            self.named(text)
            for place, text in enumerate(cells)
            if heads[place : place + 1] == [] or folded(heads[place]) not in NUMBER_HEADS
        ]
        told = [each for each in told if each]
        sure = [each for each in told if len(each) == 1]
        if not sure:
            return told[0] if told else ()
        first = sure[0][0]
        return tuple(dict.fromkeys((first, *(each[0] for each in sure if first not in each))))


def _by_key(agents: Sequence[Agent], key: object) -> dict[str, tuple[Agent, ...]]:
    assert callable(key)
    found: dict[str, list[Agent]] = defaultdict(list)
    for agent in agents:
        if agent.name:
            found[key(agent.name)].append(agent)
    ids: dict[str, list[Agent]] = defaultdict(list)
    for agent in agents:
        ids[key(agent.id)].append(agent)
    return {name: tuple(those) for name, those in (found | ids).items()}


def is_nobodys(cells: Iterable[str]) -> bool:
    """Return whether the cells before the codes say that a row counts, or is signed."""
    return any(folded(text) in SUMS or SIGNED.search(text) is not None for text in cells)
