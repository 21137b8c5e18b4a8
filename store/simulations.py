"""What simulations of roster versions showed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from scheduler.post import StaffingInputs, StaffingTarget
from scheduler.simulate.params import SimulationParams
from store import tables as t
from store.documents import from_document, pack_arrays, unpack_arrays
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import columns_of, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.post import Post
    from scheduler.simulate.estimate import Estimate
    from scheduler.simulate.outcome import Simulation

Floats = npt.NDArray[np.float64]
MEASURES = (
    "service_level",
    "answer_rate",
    "abandonment",
    "mean_wait_s",
    "mean_reply_s",
    "mean_response_s",
    "concurrency",
    "occupancy",
    "mean_offered",
)
"""Names of the measures of ``Tally`` that are kept."""


@dataclass(frozen=True, slots=True)
class SimulatedMeasure:
    """
    A measure over replications.

    Parameters
    ----------
    mean, low, high
        The mean and its 95 % interval; None: nothing to measure, or a single replication.
    """

    mean: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, estimate: Estimate, place: tuple[int, ...]) -> SimulatedMeasure:
        """Return one place of an estimate."""
        values = (float(part[place]) for part in (estimate.mean, estimate.low, estimate.high))
        return cls(*(value if np.isfinite(value) else None for value in values))


@dataclass(frozen=True, slots=True)
class PromiseKept:
    """
    What became of a further target of a post.

    Parameters
    ----------
    post, target
        Whose it is, and what it asks.
    is_answer_rate
        Whether it is the least answer rate: no time is promised.
    kept
        Share of chats, or turns, that kept it.
    """

    post: str
    target: StaffingTarget
    is_answer_rate: bool
    kept: SimulatedMeasure


@dataclass(frozen=True, slots=True)
class SimulationNote:
    """
    What a simulation showed in all and per post, and of what.

    Parameters
    ----------
    params
        How it was run.
    replications
        Weeks simulated.
    roster_key, forecast_id
        Key of the shifts it played, and number of the forecast its customers came from.
    posts
        In the order of the rows of the course.
    total
        Measures over all posts, by name.
    by_post
        Measures of each post, by post and name.
    staffing
        Inputs of each post it was played with; empty: not known.
    promises
        What became of the posts' further targets; empty: there were none, or it is not known.
    usual
        Level of the same customers with people as usual; None: they were, or it is not known.
    """

    params: SimulationParams
    replications: int
    roster_key: str
    forecast_id: int
    posts: tuple[str, ...]
    total: dict[str, SimulatedMeasure]
    by_post: dict[str, dict[str, SimulatedMeasure]]
    staffing: dict[str, StaffingInputs] = field(default_factory=dict)
    promises: tuple[PromiseKept, ...] = ()
    usual: SimulatedMeasure | None = None


@dataclass(frozen=True, eq=False)
class KeptSimulation:
    """
    A simulation with its number in the database.

    Parameters
    ----------
    id, version_id
        Numbers of it, and of the version it is of.
    note
        What it showed in all and per post.
    course
        Mean and interval of each measure by interval: name -> shape (3, posts, intervals), in the
        order mean, low, high; NaN: nothing to measure.
    entered
        Who ran it, and when.
    """

    id: int
    version_id: int
    note: SimulationNote
    course: dict[str, Floats]
    entered: Stamp


def note_of(
    simulation: Simulation,
    posts: Sequence[Post],
    usual: Estimate | None = None,
    *,
    roster_key: str,
    forecast_id: int,
) -> SimulationNote:
    """Return what is kept of a simulation, of posts as they were, beside its course."""
    by_post = {name: getattr(simulation.by_post, name) for name in MEASURES}
    return SimulationNote(
        simulation.params,
        simulation.replications,
        roster_key,
        forecast_id,
        simulation.posts,
        {name: SimulatedMeasure.of(getattr(simulation.total, name), ()) for name in MEASURES},
        {
            post: {name: SimulatedMeasure.of(by_post[name], (row,)) for name in MEASURES}
            for row, post in enumerate(simulation.posts)
        },
        {post.id: post.staffing for post in posts},
        tuple(
            PromiseKept(
                each.post,
                each.target,
                each.is_answer_rate,
                SimulatedMeasure.of(simulation.kept, (place,)),
            )
            for place, each in enumerate(simulation.promises)
        ),
        None if usual is None else SimulatedMeasure.of(usual, ()),
    )


def course_of(simulation: Simulation) -> dict[str, Floats]:
    """Return the measures by interval; name -> shape (3, posts, intervals)."""
    estimates = {name: getattr(simulation.by_interval, name) for name in MEASURES}
    return {
        name: np.stack((estimate.mean, estimate.low, estimate.high))
        for name, estimate in estimates.items()
    }


class Simulations(Repository):
    """The simulations of the shops' rosters."""

    def add(
        self, version_id: int, note: SimulationNote, course: dict[str, Floats], stamp: Stamp
    ) -> int:
        """Keep a simulation and return its number."""
        packed = pack_arrays(**{name: part.astype(np.float32) for name, part in course.items()})
        row = columns_of(t.simulation, note, stamp, version_id=version_id, arrays=packed)
        return self._added(t.simulation, row)

    def latest(self, version_id: int) -> KeptSimulation | None:
        """Return the newest simulation of a version; None when there is none."""
        row = self._first(t.simulation, by=[t.simulation.c.id.desc()], version_id=version_id)
        if row is None:
            return None
        note = from_document(SimulationNote, row.document)
        return value_of(KeptSimulation, row, note=note, course=unpack_arrays(row.arrays))
