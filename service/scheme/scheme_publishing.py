"""From a draft of a scheme to one in force: validation, preview, publication, who has read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

from kpi.month import Month
from kpi.scheme.scheme import Scheme
from scheduler.errors import Fault, InputError, require
from scheduler.keys import Cell, Key, unusual
from service.month.scheme_dates import begin
from store.files.content import text_of
from store.files.kpi_scheme import read_scheme, scheme_of_text
from store.looked import ask_about, noting_unusual
from store.register import Entry

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kpi.score.scorecard import AgentScore
    from service.desk import Desk

__all__ = ["Entry", "Month", "Scheme", "read_scheme"]


@dataclass(frozen=True, slots=True)
class Validation:
    """
    What is wrong with a scheme's text.

    Parameters
    ----------
    scheme
        The scheme; None: it has faults.
    faults
        Each at its line; with any of them it cannot be published.
    warnings
        What is allowed but worth a second look.
    """

    scheme: Scheme | None
    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class SchemeRead:
    """That an agent has read a version of a scheme."""

    scheme_id: str
    version: int
    agent_id: Annotated[str, Key(cell=Cell.AGENT)]


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """
    What another scheme would have made of a month.

    Parameters
    ----------
    agent_id
        Id of the agent whose score moves.
    before, after
        Totals; None: not scored.
    grade_before, grade_after
        Ids of the grades.
    """

    agent_id: str
    before: Decimal | None
    after: Decimal | None
    grade_before: str | None
    grade_after: str | None


def validate_text(text: str, file: str) -> Validation:
    """Return the scheme of a TOML text, or all that is wrong with it."""
    try:
        with noting_unusual() as look:
            scheme = scheme_of_text(text, file)
    except InputError as error:
        return Validation(None, error.faults, ())
    return Validation(scheme, (), (*look.found, *scheme.warnings()))


def validate_file(path: Path) -> Validation:
    """Return the scheme of a TOML file, or all that is wrong with it."""
    try:
        text = text_of(path)
    except InputError as error:
        return Validation(None, error.faults, ())
    return validate_text(text, path.name)


def publish_scheme(desk: Desk, scheme: Scheme, *, valid_from: dt.date) -> Scheme:
    """
    Publish a scheme under its next free version, as a rule before it takes effect.

    Raises
    ------
    InputError
        When another scheme for the same kind of post begins that day, or it would reach back into a
        month whose scores agents have seen.
    UnusualError
        When its date is not later than today and another scheme is in force, unless somebody has
        said why it is put in force backwards.
    """
    stamp = desk.stamp
    with desk.write("scheme_published", ("scheme", scheme.id)) as unit:
        kept = unit.schemes.all(desk.shop_id)
        version = 1 + max((one.version for one in kept if one.id == scheme.id), default=0)
        published = replace(scheme, version=version, valid_from=valid_from)
        begin(unit, published)
        ask_about(unusual(published.grades))
        unit.schemes.add(desk.shop_id, published, stamp)
        details = {"version": str(version), "valid_from": valid_from.isoformat()}
        unit.note(scheme.id, details)
        return published


def confirm_read(desk: Desk, read: SchemeRead) -> None:
    """Note, once, that an agent has read a scheme that was published."""
    with desk.write("scheme_read", unseen="who has read a version has read it") as unit:
        kept = unit.schemes.all(desk.shop_id)
        known = any((one.id, one.version) == (read.scheme_id, read.version) for one in kept)
        require(known, "unknown_scheme", value=f"{read.scheme_id} v{read.version}")
        unit.require_known(read)
        before = unit.register.all(desk.shop_id, SchemeRead, subject=read.agent_id)
        if all(one.value != read for one in before):
            unit.enter(read, subject=read.agent_id)
            unit.note(read.agent_id, {"scheme": read.scheme_id, "version": str(read.version)})


def changes(
    before: tuple[AgentScore, ...], after: tuple[AgentScore, ...]
) -> tuple[ScoreChange, ...]:
    """Return both scores of every agent, the largest change first."""
    old = {score.agent_id: score for score in before}
    found = []
    for score in after:
        was = old.get(score.agent_id)
        totals = (None if was is None else was.total), score.total
        grades = (None if was is None else was.grade), score.grade
        found.append(ScoreChange(score.agent_id, *totals, *grades))
    zero = Decimal(0)
    return tuple(
        sorted(
            found,
            key=lambda one: (-abs((one.after or zero) - (one.before or zero)), one.agent_id),
        )
    )
