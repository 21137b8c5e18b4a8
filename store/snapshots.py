"""Which forecast and requirement each published version of a roster was made from."""

from __future__ import annotations

from dataclasses import dataclass

from store import tables as t
from store.repository import Repository
from store.stamp import Stamp
from store.table_rows import value_of


@dataclass(frozen=True, slots=True)
class Snapshot:
    """
    What a version was published with; forecasts and requirements never change once they are kept.

    Parameters
    ----------
    version_id, forecast_id, requirement_id
        Numbers of the version, of the forecast and of the requirement.
    entered
        Who published it, and when.
    """

    version_id: int
    forecast_id: int
    requirement_id: int
    entered: Stamp


class Snapshots(Repository):
    """The forecasts that published versions were made from."""

    def add(self, snapshot: Snapshot) -> None:
        """Keep what a version is published with."""
        row = {
            "version_id": snapshot.version_id,
            "forecast_id": snapshot.forecast_id,
            "requirement_id": snapshot.requirement_id,
        }
        self._add(t.forecast_snapshot, [{**row, **snapshot.entered.columns()}])

    def of_version(self, version_id: int) -> Snapshot | None:
        """Return what a version was published with; None: it was published before that was kept."""
        row = self._first(t.forecast_snapshot, version_id=version_id)
        return None if row is None else value_of(Snapshot, row)
