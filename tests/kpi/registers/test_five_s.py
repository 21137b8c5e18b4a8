"""Audits come to points of 100; corrections have an owner, a date and another's look."""

import datetime as dt
from dataclasses import replace

import pytest

from kpi.registers.five_s import Audit, Correction, FiveS, audit_score
from scheduler.errors import InputError
from store.files.audit_sheet import audit_preset

SHEET = audit_preset()
DAY = dt.date(2026, 11, 3)


def audit(*corrections, **lost):
    points = {item.id: item.most - lost.get(item.id, 0) for item in SHEET.items}
    return Audit("一区", DAY, "王", SHEET.id, SHEET.version, points, {}, corrections)


def test_the_sheet_has_the_published_points():
    full = audit_score(audit(), SHEET)
    assert [full.by_block[block][1] for block in FiveS] == [26, 27, 17, 15, 15]
    assert (full.points, full.full, full.is_passed) == (100, 100, True)
    sizes = [sum(item.block is block for item in SHEET.items) for block in FiveS]
    assert sizes[:4] == [7, 7, 5, 4]


def test_eighty_is_enough_and_less_is_not():
    lost = dict.fromkeys(("sort1", "sort2", "order1", "order2", "habit1"), 4)
    assert audit_score(audit(**lost), SHEET).is_passed
    below = audit_score(audit(**lost, clean3=1), SHEET)
    assert (below.points, below.is_passed) == (79, False)
    assert below.by_block[FiveS.SORT] == (18, 26)


def correction(due, **more):
    return Correction("sort1", "清理桌面", "李", due, **more)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (replace(audit(), points={"sort1": 1}), "audit_item_missing"),
        (replace(audit(), points=audit().points | {"sort1": 5}), "audit_points"),
        (replace(audit(), sheet_version=9), "audit_other_sheet"),
        (audit(replace(correction(DAY), item="roof")), "audit_item_unknown"),
    ],
)
def test_faulty_audits_are_refused(wrong, code):
    with pytest.raises(InputError, match=code):
        audit_score(wrong, SHEET)


def test_nobody_checks_their_own_correction():
    with pytest.raises(InputError, match="approved_by_oneself"):
        correction(DAY, done=DAY, checked_by="李")
    with pytest.raises(InputError, match="check_unfinished"):
        correction(DAY, done=DAY)
    with pytest.raises(InputError, match="audit_block_missing"):
        replace(SHEET, items=SHEET.items[:5])
