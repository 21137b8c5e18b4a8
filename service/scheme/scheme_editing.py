"""A scheme while it is being written: faults and all, and what it would make of a month."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.scheme.line import Line, Scoring
from kpi.scheme.scheme import USUAL_COVERAGE, Adding, Block, Grade, PostKind, Scheme
from kpi.scheme.usual import usual_line
from scheduler.errors import InputError, require
from service.month.months import computed
from service.scheme.scheme_publishing import ScoreChange, Validation, changes
from store.files.kpi_scheme import scheme_presets

if TYPE_CHECKING:
    from service.desk import Desk
    from store.months import MonthRun
    from store.register import Entry

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Sketch:
    """
    A scheme that nobody has checked yet; the fields are those of ``Scheme``.

    Parameters
    ----------
    id, version
        Name, and number of the version it began from.
    title_zh, title_en
        For people to read.
    post_kind
        What kind of post it is for.
    valid_from
        First date on which it may score.
    lines, grades, adding, source, ours, blocks, least_coverage
        As in ``Scheme``; may be faulty.
    """

    id: str
    version: int
    title_zh: str
    title_en: str
    post_kind: PostKind
    valid_from: dt.date
    lines: tuple[Line, ...]
    grades: tuple[Grade, ...] = ()
    adding: Adding = Adding.WEIGHTED
    source: str = ""
    ours: str = ""
    blocks: tuple[Block, ...] = ()
    least_coverage: Decimal = USUAL_COVERAGE


@dataclass(frozen=True, slots=True)
class SchemeEffect:
    """
    What a scheme would have made of a month that was scored.

    Parameters
    ----------
    changes
        Both scores of everybody on posts of its kind, the largest change first.
    paid_before, paid_after
        Yuan to all of them together; None: the month was not paid.
    """

    changes: tuple[ScoreChange, ...]
    paid_before: Decimal | None
    paid_after: Decimal | None

    @property
    def changed(self) -> tuple[ScoreChange, ...]:
        """Return those whose score or grade would differ."""
        return tuple(
            one
            for one in self.changes
            if (one.before, one.grade_before) != (one.after, one.grade_after)
        )


def sketch_of(scheme: Scheme) -> Sketch:
    """Return a scheme to be changed."""
    return Sketch(**{field.name: getattr(scheme, field.name) for field in fields(Sketch)})


def blank_sketch(kind: PostKind) -> Sketch:
    """Return a scheme without lines, to be begun, with the grades of a sheet that pays by them."""
    paying = (one.grades for one in _sheets(kind) if all(map(_pays, one.grades)))
    grades = next(paying, ())
    return Sketch("", 1, "", "", kind, dt.date.min, (), grades)


def _pays(grade: Grade) -> bool:
    return grade.coefficient is not None


def begun_line(kind: PostKind, indicator: str, weight: Decimal) -> Line:
    """
    Return a line of an indicator to begin with, to be changed.

    Its bands are those of a published sheet, of the same kind of post where there is one; else the
    usual ones by unit and direction.
    """
    for sheet in _sheets(kind):
        for line in sheet.lines:
            if line.indicator == indicator and line.scoring is Scoring.BANDS:
                return Line(indicator, weight, Scoring.BANDS, bands=line.bands)
    return usual_line(indicator, weight)


def _sheets(kind: PostKind) -> list[Scheme]:
    """Return the schemes that ship and add up by weights, those of a kind of post first."""
    weighted = [one for one in scheme_presets() if one.adding is Adding.WEIGHTED]
    return sorted(weighted, key=lambda one: one.post_kind is not kind)


def checked(sketch: Sketch) -> Validation:
    """Return the scheme a sketch makes, or all that is wrong with it."""
    values = {field.name: getattr(sketch, field.name) for field in fields(Sketch)}
    try:
        scheme = Scheme(**values)
    except InputError as error:
        return Validation(None, error.faults, ())
    return Validation(scheme, (), scheme.warnings())


def save_sketch(desk: Desk, sketch: Sketch) -> int:
    """Keep a sketch in place of one of the same name; return its number."""
    require(bool(sketch.id.strip()), "empty", column="id")
    with desk.write("sketch_saved", ("sketch", sketch.id)) as unit:
        unit.note(sketch.id)
        return unit.put(sketch, subject=sketch.id)


def sketches(desk: Desk) -> tuple[Entry[Sketch], ...]:
    """Return the sketches of a shop, in the order in which they were kept."""
    with desk.read() as unit:
        return unit.register.all(desk.shop_id, Sketch)


def drop_sketch(desk: Desk, name: str) -> None:
    """Remove a sketch once it is published; nothing where there is none."""
    with desk.write("sketch_dropped", ("sketch", name)) as unit:
        unit.clear(Sketch, subject=name)
        unit.note(name)


def effect(run: MonthRun, scheme: Scheme) -> SchemeEffect:
    """
    Return what a scheme would have made of a month, in place of those of its kind of post.

    Raises
    ------
    InputError
        When no post of the run is of its kind, or it cannot be paid by.
    """
    posts = {p for p, old in run.inputs.schemes.items() if old.post_kind is scheme.post_kind}
    require(len(posts) > 0, "no_post_of_kind", value=scheme.post_kind)
    as_if = replace(scheme, valid_from=min(scheme.valid_from, run.month.first))
    schemes = {**run.inputs.schemes, **dict.fromkeys(posts, as_if)}
    is_paid = bool(run.payouts)
    inputs = replace(run.inputs, schemes=schemes)
    scores, payouts = computed(run.month, inputs, run.facts, pay=is_paid)
    ours = {one.agent_id for one in scores if any(card.post in posts for card in one.cards)}
    found = tuple(one for one in changes(run.scores, scores) if one.agent_id in ours)
    if not is_paid:
        return SchemeEffect(found, None, None)
    before, after = (
        sum((one.total for one in paid if one.agent_id in ours), ZERO)
        for paid in (run.payouts, payouts)
    )
    return SchemeEffect(found, before, after)
