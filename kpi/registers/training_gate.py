"""The training gate (上岗认证): stages to pass before a certificate for a post is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from scheduler.agent import Certificate
from scheduler.errors import gathering, require
from scheduler.keys import Asked, Cell, Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stage:
    """
    A stage of training.

    Parameters
    ----------
    id, title_zh, title_en
        Name and titles, such as 业务培训, 跟班, 试接, 实习.
    pass_mark
        Points of 100 that are enough.
    """

    id: str
    title_zh: str
    title_en: str
    pass_mark: Decimal


@dataclass(frozen=True, slots=True)
class Gate:
    """
    What has to be passed for a post, stage after stage.

    Parameters
    ----------
    post
        Id of the post that the stages lead to.
    stages
        In order.
    valid_days
        For how long the certificate holds; None: without end.
    """

    post: Annotated[str, Key(is_apart=True, cell=Cell.POST)]
    stages: Annotated[tuple[Stage, ...], Key("stage")]
    valid_days: int | None = None

    def __post_init__(self) -> None:
        with gathering() as check:
            check(bool(self.post), "empty", column="post")
            check(len(self.stages) > 0, "empty", column="stages")
            names = [stage.id for stage in self.stages]
            check(len(set(names)) == len(names), "question_twice", value=", ".join(names))
            for stage in self.stages:
                good = 0 <= stage.pass_mark <= FULL
                check(good, "points_out_of_range", column="pass_mark", value=stage.pass_mark)
            good = self.valid_days is None or self.valid_days > 0
            check(good, "not_positive", column="valid_days", value=self.valid_days)


@dataclass(frozen=True, slots=True)
class StageResult:
    """
    What an agent reached in a stage.

    Parameters
    ----------
    agent_id, post, stage
        Who, for which post, in which stage.
    date, points
        When, and how many of 100.
    assessor
        By whom; never the agent.
    """

    agent_id: Annotated[str, Key(cell=Cell.AGENT)]
    post: Annotated[str, Key(cell=Cell.POST)]
    stage: Annotated[str, Key(cell=Cell.NAME)]
    date: dt.date
    points: Annotated[Decimal, Asked(most=100)]
    assessor: Annotated[str, Key(cell=Cell.NAME)]

    def __post_init__(self) -> None:
        require(0 <= self.points <= FULL, "points_out_of_range", value=self.points)
        require(bool(self.assessor), "empty", column="assessor")
        alone = self.assessor == self.agent_id
        require(not alone, "approved_by_oneself", column="assessor", value=self.assessor)


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """
    How far an agent is.

    Parameters
    ----------
    passed
        Stages passed, in order.
    next_stage
        What comes next; None: all are passed.
    certificate
        What was earned; None: not yet.
    """

    passed: tuple[str, ...]
    next_stage: str | None
    certificate: Certificate | None


def progress(gate: Gate, results: Iterable[StageResult], agent_id: str) -> TrainingProgress:
    """
    Return how far an agent is: a stage counts only when all before it were passed no later.

    The certificate holds from the day after the last stage was passed.
    """
    mine = sorted(
        (one for one in results if (one.agent_id, one.post) == (agent_id, gate.post)),
        key=lambda one: one.date,
    )
    passed: list[str] = []
    since: dt.date | None = None
    for stage in gate.stages:
        since = _passed_on(stage, mine, since)
        if since is None:
            return TrainingProgress(tuple(passed), stage.id, None)
        passed.append(stage.id)
    assert since is not None
    first = since + dt.timedelta(days=1)
    last = None if gate.valid_days is None else since + dt.timedelta(days=gate.valid_days)
    return TrainingProgress(tuple(passed), None, Certificate(gate.post, first, last))


def _passed_on(
    stage: Stage, results: Sequence[StageResult], not_before: dt.date | None
) -> dt.date | None:
    for one in results:
        late = not_before is None or one.date >= not_before
        if one.stage == stage.id and late and one.points >= stage.pass_mark:
            return one.date
    return None
