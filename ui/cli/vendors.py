"""Vendors (外包): their contracts, settling a month, signing and objecting: ``paiban vendors``."""

from pathlib import Path
from typing import Annotated

import typer

from kpi.month import Month
from service.desk import Desk
from service.kept import keep_file
from service.shop.shops import agent_names, shop
from service.vendors import contracts as agreed
from service.vendors import settlements
from service.vendors.settlements import KeptSettlement, SigningSide
from service.vendors.sheet import settlement_workbook
from ui import figures
from ui.cli.acting import Acting, Looking, told
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.vendor_words import price_texts, sums, told_line, told_settlement
from ui.words.catalogue import t

Vendor = Annotated[str, typer.Argument(metavar="VENDOR", help="cli.option.vendor")]
Source = Annotated[Path, typer.Argument(metavar="FILE.toml", help="cli.option.vendor_contract")]
OfMonth = Annotated[str, typer.Option("--month", metavar="YYYY-MM", help="cli.option.month")]
ForSide = Annotated[SigningSide, typer.Option("--side", help="cli.option.vendor_side")]
Number = Annotated[int, typer.Option("--number", min=1, help="cli.option.settlement_number")]
Reason = Annotated[str, typer.Option("--reason", help="cli.option.settlement_reason")]
FileOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.xlsx", help="cli.option.settlement_out")
]
TomlOut = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.toml", help="cli.option.vendor_contracts_out")
]


def contracts(screen: Screen, *, out: TomlOut = None, at: Looking) -> Report:
    """List the contracts with vendors, and write them to a file where one is named."""
    with at.desk() as desk:
        found = agreed.contracts(desk)
        if out is not None:
            agreed.write_contracts_of(found, out)
    if not found:
        screen.say("cli.vendor_contracts_none", shop=at.shop)
    apart = t("list.apart", screen.lang)
    rows = [
        (o.contract.vendor, o.contract.name, o.contract.first, o.contract.last or "-",
         apart.join(price_texts(o.contract, screen.lang)))
        for o in found
    ]  # fmt: skip
    heads = ("vendor", "contract_name", "first", "last", "prices")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    if out is not None:
        screen.say("cli.written", path=out)
    names = [{"vendor": o.contract.vendor, "name": o.contract.name} for o in found]
    return told(screen, desk, {"contracts": names})


def contract(screen: Screen, file: Source, *, at: Acting) -> Report:
    """Keep the contracts of a file; of a name that is there a new version."""
    with at.desk() as desk:
        found = agreed.save_contracts_of(desk, file)
    screen.say("cli.vendor_contracts_kept", file=file.name, count=len(found))
    names = [{"vendor": one.vendor, "name": one.name} for one in found]
    return told(screen, desk, {"contracts": names})


def settle(screen: Screen, vendor: Vendor, *, month: OfMonth, at: Acting) -> Report:
    """Work out a vendor's month as a draft to be signed."""
    with at.desk() as desk:
        kept = settlements.make_settlement(desk, vendor, Month.parse(month))
    return told(screen, desk, _shown(screen, kept))


def show(
    screen: Screen, vendor: Vendor, *, month: OfMonth, out: FileOut = None, at: Looking
) -> Report:
    """Show a month's newest settlement, and write it as a workbook where a file is named."""
    when = Month.parse(month)
    with at.desk() as desk:
        kept = settlements.newest(desk, vendor, when)
        is_current = settlements.is_current(desk, vendor, when)
        words = told_settlement(kept, agent_names(desk), shop(desk).clock, screen.lang)
    report = _shown(screen, kept) | {"is_current": is_current}
    if not is_current:
        screen.say("vendors.stale")
    if out is not None:
        keep_file(out, settlement_workbook(words))
        screen.say("cli.written", path=out)
    return told(screen, desk, report)


def sign(
    screen: Screen, vendor: Vendor, *, month: OfMonth, number: Number, side: ForSide, at: Acting
) -> Report:
    """Sign a settlement for one side: the vendor's first, then ours, which locks it."""
    when = Month.parse(month)
    with at.desk() as desk:
        settlements.sign(desk, vendor, when, number, side)
        return _left(screen, desk, vendor, when)


def object_to(
    screen: Screen,
    vendor: Vendor,
    *,
    month: OfMonth,
    number: Number,
    side: ForSide,
    reason: Reason,
    at: Acting,
) -> Report:
    """Object to a settlement for one side, with the reason."""
    when = Month.parse(month)
    with at.desk() as desk:
        settlements.object_to(desk, vendor, when, number, side, reason=reason)
        return _left(screen, desk, vendor, when)


def _left(screen: Screen, desk: Desk, vendor: str, month: Month) -> Report:
    """Say how a settlement stands after what was done."""
    kept = settlements.newest(desk, vendor, month)
    state = t(f"settlement_state.{kept.state}", screen.lang)
    screen.say("cli.settlement_stands", vendor=vendor, month=month, number=kept.number, state=state)
    return told(screen, desk, _report(kept))


def _shown(screen: Screen, kept: KeptSettlement) -> Report:
    """Print a settlement and return its report."""
    lang = screen.lang
    lines = [told_line(one, lang) for one in kept.settlement.lines]
    rows = [
        (one.what, one.ground, "" if one.quantity is None else f"{one.quantity:.2f} {one.unit}",
         figures.money(one.amount, lang), one.notes)
        for one in lines
    ]  # fmt: skip
    rows += [
        (name, "", "", figures.money(amount, lang), "")
        for name, amount in sums(kept.settlement, lang)
    ]
    heads = ("settled", "ground", "quantity", "amount", "notes")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    return _report(kept)


def _report(kept: KeptSettlement) -> Report:
    found = kept.settlement
    lines = [
        {"contract": one.contract, "charge": one.charge, "ground": one.ground,
         "quantity": str(one.quantity), "amount": str(one.amount)}
        for one in found.lines
    ]  # fmt: skip
    return {
        "vendor": found.vendor, "month": str(found.month), "number": kept.number,
        "state": kept.state, "lines": lines, "tax": str(found.tax), "due": str(found.due),
    }  # fmt: skip
