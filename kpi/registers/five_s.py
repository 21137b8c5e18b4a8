"""5S audits (整理 整顿 清扫 清洁 素养): sheets, scores, and what is to be put right by whom."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from scheduler.errors import Fault, InputError, gathering, require
from scheduler.keys import Key


class FiveS(StrEnum):
    """The five blocks, in order."""

    SORT = "sort"  # 整理
    ORDER = "order"  # 整顿
    CLEAN = "clean"  # 清扫
    STANDARD = "standard"  # 清洁
    HABIT = "habit"  # 素养


@dataclass(frozen=True, slots=True)
class AuditItem:
    """
    Something that is looked at.

    Parameters
    ----------
    id, zh, en
        Name and text.
    block
        To which S it belongs.
    most
        Points when all is well.
    """

    id: str
    zh: str
    en: str
    block: Annotated[FiveS, Key(is_apart=True)]
    most: int


@dataclass(frozen=True, slots=True)
class AuditSheet:
    """
    What an audit looks at, in one version.

    Parameters
    ----------
    id, version
        Name and number.
    items
        All five blocks.
    pass_mark
        Points of 100 that are enough.
    source, ours
        Where it comes from, and what of it is ours.
    """

    id: str
    version: int
    items: Annotated[tuple[AuditItem, ...], Key("block", is_apart=True)]
    pass_mark: int
    source: str = ""
    ours: str = ""

    def __post_init__(self) -> None:
        with gathering() as check:
            missing = set(FiveS) - {item.block for item in self.items}
            check(not missing, "audit_block_missing", value=", ".join(sorted(missing)))
            for name, times in Counter(item.id for item in self.items).items():
                check(times == 1, "question_twice", column="id", value=name)
            for item in self.items:
                check(item.most > 0, "not_positive", column="most", value=item.most)
            good = 0 <= self.pass_mark <= 100
            check(good, "points_out_of_range", column="pass_mark", value=self.pass_mark)

    @property
    def full(self) -> int:
        """Return the most points there are."""
        return sum(item.most for item in self.items)


@dataclass(frozen=True, slots=True)
class Correction:
    """
    Something to be put right.

    Parameters
    ----------
    item
        Of the sheet.
    what, owner, due
        What is to be done, by whom, until when.
    done, checked_by
        When it was done, and who looked at it again, another than the owner; None and empty: not
        yet.
    """

    item: str
    what: str
    owner: str
    due: dt.date
    done: dt.date | None = None
    checked_by: str = ""

    def __post_init__(self) -> None:
        for column in ("item", "what", "owner"):
            require(bool(getattr(self, column)), "empty", column=column)
        whole = (self.done is not None) == bool(self.checked_by)
        require(whole, "check_unfinished", column="checked_by", value=self.what)
        alone = bool(self.checked_by) and self.checked_by == self.owner
        require(not alone, "approved_by_oneself", column="checked_by", value=self.checked_by)


@dataclass(frozen=True, slots=True)
class Audit:
    """
    One audit of an area.

    Parameters
    ----------
    area, date, auditor
        Where, when, by whom.
    sheet, sheet_version
        By which sheet.
    points
        By item; every item of the sheet has some.
    photos
        Where pictures lie, by item.
    corrections
        What is to be put right.
    """

    area: str
    date: dt.date
    auditor: str
    sheet: str
    sheet_version: int
    points: dict[str, int]
    photos: dict[str, str]
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditScore:
    """
    What an audit came to.

    Parameters
    ----------
    by_block
        Points reached and the most there are, by block.
    points, full
        The same over all.
    is_passed
        Whether the share of the points reaches the pass mark.
    """

    by_block: Mapping[FiveS, tuple[int, int]]
    points: int
    full: int
    is_passed: bool


def audit_score(audit: Audit, sheet: AuditSheet) -> AuditScore:
    """
    Return what an audit came to.

    Raises
    ------
    InputError
        When it was made by another sheet, an item has no points or more than there are, or a
        correction is about no item.
    """
    faults = []
    if (audit.sheet, audit.sheet_version) != (sheet.id, sheet.version):
        faults.append(Fault("audit_other_sheet", value=audit.sheet))
    most = {item.id: item.most for item in sheet.items}
    faults += [Fault("audit_item_missing", value=name) for name in most if name not in audit.points]
    for name, points in audit.points.items():
        if not 0 <= points <= most.get(name, -1):
            limit = {"limit": most.get(name, 0), "item": name}
            faults.append(Fault("audit_points", column=name, value=str(points), details=limit))
    faults += [
        Fault("audit_item_unknown", value=one.item)
        for one in audit.corrections
        if one.item not in most
    ]
    if faults:
        raise InputError(faults)
    blocks = {
        block: (
            sum(audit.points[item.id] for item in sheet.items if item.block is block),
            sum(item.most for item in sheet.items if item.block is block),
        )
        for block in FiveS
    }
    points = sum(reached for reached, _ in blocks.values())
    passed = points * 100 >= sheet.pass_mark * sheet.full
    return AuditScore(blocks, points, sheet.full, passed)
