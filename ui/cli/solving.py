"""How long and by what seed a command solves, and what is watched of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import require
from scheduler.simulate.params import SimulationParams
from scheduler.solve.result import SolveParams
from ui.cli.options import Seed, TimeLimit, Workers, WorkLimit
from ui.cli.progress import Watched, solving
from ui.cli.screen import Screen


@dataclass(frozen=True, slots=True)
class Solving:
    """The limits of a solve; a time limit of 0 is none: counted work alone decides."""

    time_limit: TimeLimit = 60.0
    work_limit: WorkLimit = None
    seed: Seed = 1
    workers: Workers = 2

    @property
    def params(self) -> SolveParams:
        """Return them as the engine takes them."""
        return SolveParams(
            seed=self.seed,
            time_limit_s=self.time_limit or None,
            work_limit=self.work_limit,
            workers=self.workers,
        )

    def tested(self, replications: int, chats: Path | None = None) -> SimulationParams | None:
        """Return how a roster is put to the test, by this seed; None: it is not."""
        require(chats is None or replications > 0, "own_speeds_untested")
        if replications == 0:
            return None
        return SimulationParams(replications, self.seed, with_own_speeds=chats is not None)

    @contextmanager
    def watched(self, screen: Screen) -> Iterator[Watched]:
        """Show how far a solve is, and let Ctrl+C stop it."""
        with solving(screen, time_limit_s=self.time_limit or None) as watched:
            yield watched


@dataclass(frozen=True, slots=True)
class Mending(Solving):
    """The same for a roster that is there and is to be had soon."""

    time_limit: TimeLimit = 20.0


@dataclass(frozen=True, slots=True)
class Sweeping(Solving):
    """The same for weeks of which many are tried; counted work, so that each is repeatable."""

    time_limit: TimeLimit = 0.0
    work_limit: WorkLimit = 100
    workers: Workers = 1


@dataclass(frozen=True, slots=True)
class Trying(Solving):
    """The same for a week that is only tried."""

    time_limit: TimeLimit = 10.0
