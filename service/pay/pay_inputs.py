"""What a month is paid by beside plans: pay schemes, rewards, refunds, deductions, what is owed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kpi.month import Month
from kpi.pay.extras import (
    Deduction,
    Repaid,
    RewardCase,
)
from kpi.pay.pay_scheme import PayScheme
from scheduler.errors import Fault, InputError, require
from service.month.month_extras import pay_schemes_of
from service.shop.importing import ImportKind, taking_in
from service.shop.known import read_known
from store.files.kpi_pay_scheme import read_pay_scheme
from store.files.kpi_tables import DEDUCTIONS, REFUNDS, REWARDS, Refund

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from service.desk import Desk
    from service.shop.importing import ToldOfFile
    from store.writing import Writing

Kept = TypeVar("Kept", RewardCase, Deduction, Repaid)

__all__ = ["Deduction", "Repaid", "RewardCase"]


def save_pay_scheme(desk: Desk, scheme: PayScheme) -> None:
    """Keep a new version of a pay scheme; a version that is there is never replaced."""
    with desk.write("pay_scheme_saved", ("pay_scheme", scheme.id)) as unit:
        _keep_scheme(unit, scheme)


def _keep_scheme(unit: Writing, scheme: PayScheme) -> None:
    unit.shops.get(unit.shop_id)
    kept = [one.value for one in unit.register.all(unit.shop_id, PayScheme, subject=scheme.id)]
    is_new = all(one.version != scheme.version for one in kept)
    require(is_new, "scheme_version_exists", value=f"{scheme.id} v{scheme.version}")
    unit.enter(scheme, subject=scheme.id, date=scheme.valid_from)
    unit.note(scheme.id, {"version": str(scheme.version)}, action="pay_scheme_saved")


def import_pay_scheme(desk: Desk, path: Path) -> PayScheme:
    """Take in a pay scheme from a TOML file; raises InputError with all that is wrong with it."""
    with taking_in(desk, ImportKind.PAY_SCHEMES, path) as (unit, told):
        scheme = read_pay_scheme(path)
        unit.touch(("pay_scheme", scheme.id))
        _keep_scheme(unit, scheme)
        told.dates = [scheme.valid_from]
        return scheme


def pay_schemes(desk: Desk) -> tuple[PayScheme, ...]:
    """Return all versions of a shop's pay schemes, and those that ship where it has no own."""
    with desk.read() as unit:
        return pay_schemes_of(unit, desk.shop_id)


def enter_reward(desk: Desk, case: RewardCase) -> int:
    """Register a case to be rewarded, once for a buyer and kind, and return its number."""
    with desk.write("reward_entered", unseen="a new entry beside the others") as unit:
        return keep_reward(unit, case)


def keep_reward(unit: Writing, case: RewardCase) -> int:
    """Keep a case to be rewarded, within another action; return its number."""
    unit.require_known(case)
    kept = unit.register.all(unit.shop_id, RewardCase, subject=case.agent_id, first=case.date)
    twice = any((one.value.buyer, one.value.name) == (case.buyer, case.name) for one in kept)
    require(not twice, "reward_twice", value=case.buyer)
    unit.note(case.agent_id, {"kind": case.name})
    return _enter(unit, case, case.agent_id, case.date)


def enter_deduction(desk: Desk, deduction: Deduction) -> int:
    """Register compensation for damage; the payout checks it against the law."""
    with desk.write("deduction_entered", unseen="a new entry beside the others") as unit:
        return keep_deduction(unit, deduction)


def keep_deduction(unit: Writing, deduction: Deduction) -> int:
    """Keep compensation for damage, within another action; return its number."""
    unit.require_known(deduction)
    unit.note(deduction.agent_id, {"date": deduction.date.isoformat()})
    return _enter(unit, deduction, deduction.agent_id, deduction.date)


def enter_refund(desk: Desk, repaid: Repaid, *, date: dt.date) -> int:
    """Register sales of an earlier month refunded on a date; its commission is then taken back."""
    with desk.write("refund_entered", unseen="a new entry beside the others") as unit:
        return keep_refund(unit, Refund(repaid=repaid, date=date))


def keep_refund(unit: Writing, refund: Refund) -> int:
    """Keep sales refunded on a date, within another action; return the entry's number."""
    repaid = refund.repaid
    unit.require_known(repaid)
    good = repaid.month < Month.of(refund.date)
    require(good, "refund_of_same_month", value=repaid.month, column="month")
    unit.note(repaid.agent_id, {"month": str(repaid.month)})
    return _enter(unit, repaid, repaid.agent_id, refund.date)


def import_rewards(desk: Desk, path: Path) -> int:
    """Take in rewarded cases; known ones are passed over. Return how many are new."""
    with taking_in(desk, ImportKind.REWARDS, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        cases = read_known(unit, REWARDS, path)
        dated = [(case.agent_id, case.date, case) for case in cases]
        told.sums["yuan"] = sum(case.compensation for case in cases)
        return _take_in(unit, told, dated)


def import_deductions(desk: Desk, path: Path) -> int:
    """Take in deductions; known ones are passed over. Return how many are new."""
    with taking_in(desk, ImportKind.DEDUCTIONS, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        found = read_known(unit, DEDUCTIONS, path)
        dated = [(one.agent_id, one.date, one) for one in found]
        told.sums["yuan"] = sum(one.amount for one in found)
        return _take_in(unit, told, dated)


def import_refunds(desk: Desk, path: Path) -> int:
    """Take in refunds of earlier months; known ones are passed over. Return how many are new."""
    with taking_in(desk, ImportKind.REFUNDS, path, unseen="a new entry beside the others") as (
        unit,
        told,
    ):
        found = read_known(unit, REFUNDS, path)
        faults = [
            Fault("refund_of_same_month", path.name, value=str(one.repaid.month), column="month")
            for one in found
            if one.repaid.month >= Month.of(one.date)
        ]
        if faults:
            raise InputError(faults)
        dated = [(one.repaid.agent_id, one.date, one.repaid) for one in found]
        told.sums["refunded_yuan"] = sum(one.repaid.refunded for one in found)
        return _take_in(unit, told, dated)


def _enter(unit: Writing, value: Kept, agent: str, date: dt.date) -> int:
    """Keep an entry that the month of its date is paid by; return its number."""
    unit.add(("month", Month.of(date), "pay", agent))
    return unit.enter(value, subject=agent, date=date)


def _take_in(
    unit: Writing,
    told: ToldOfFile,
    dated: Sequence[tuple[str, dt.date, Kept]],
) -> int:
    """Keep what of a file is not kept already; return how many."""
    shop_id, new = unit.shop_id, 0
    for agent, date, value in dated:
        there = unit.register.all(shop_id, type(value), subject=agent, first=date, last=date)
        if all(entry.value != value for entry in there):
            _enter(unit, value, agent, date)
            new += 1
    told.people = [agent for agent, _, _ in dated]
    told.dates = [date for _, date, _ in dated]
    told.sums["new"] = new
    return new
