"""A settlement in words: what each line is for, where its number came from, what is to be known."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.vendors.contract import ZERO
from scheduler.horizon import format_clock
from service.vendors.settlements import Charge
from service.vendors.sheet import LineTold, PartTold, SettlementTold, StepTold
from ui import figures
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.vendors.settlement import LineRemark
    from scheduler.horizon import Clock
    from service.vendors.contracts import DeductionStep, Promised, VendorContract
    from service.vendors.settlements import KeptSettlement, Settlement, SettlementLine

HEADS = (
    *("contract", "what", "ground", "quantity", "unit", "price", "amount", "notes"),
    *("person", "date", "side", "act", "by", "at", "reason", "lines", "parts", "steps"),
)
TIMED = {Charge.HOUR, Charge.NIGHT}
DEDUCTED = {Charge.DEDUCTION, Charge.CAP}
HOUR_MIN = 60


def told_settlement(
    kept: KeptSettlement, names: Mapping[str, str], clock: Clock, lang: str
) -> SettlementTold:
    """Return a settlement in words; ``names`` are those of people, as far as they may be seen."""
    found = kept.settlement
    title = t(
        "vendor_sheet.title",
        lang,
        vendor=found.vendor,
        month=figures.month(found.month.first, lang),
        number=kept.number,
        state=t(f"settlement_state.{kept.state}", lang),
    )
    return SettlementTold(
        title,
        {name: t(f"vendor_sheet.{name}", lang) for name in HEADS},
        tuple(told_line(one, lang) for one in found.lines),
        sums(found, lang),
        tuple(
            PartTold(
                line_name(line, lang),
                f"{part.agent_id} {names.get(part.agent_id, '')}".strip(),
                part.date,
                _shown(line, part.count),
            )
            for line in found.lines
            for part in line.parts
        ),
        tuple(
            StepTold(
                t(f"settlement_side.{step.side}", lang),
                t(f"settlement_act.{step.act}", lang),
                step.entered.by,
                figures.stamp(step.entered.at, clock, lang),
                step.reason,
            )
            for step in kept.steps
        ),
    )


def sums(found: Settlement, lang: str) -> tuple[tuple[str, Decimal], ...]:
    """Return what is charged, deducted and taxed, and last what is due, by name."""
    taxes = tuple(
        (
            t(
                "vendor_sum.tax_within" if tax.is_included else "vendor_sum.tax",
                lang,
                contract=tax.contract,
                share=_percent(tax.share, lang),
            ),
            tax.amount,
        )
        for tax in found.taxes
    )
    return (
        (t("vendor_sum.charged", lang), found.charged),
        (t("vendor_sum.deducted", lang), found.deducted),
        *taxes,
        (t("vendor_sum.due", lang), found.due),
    )


def told_line(line: SettlementLine, lang: str) -> LineTold:
    """Return a line in words."""
    is_priced = line.charge not in DEDUCTED
    unit = "" if not is_priced else t(f"vendor_unit.{line.charge}", lang)
    return LineTold(
        line.contract,
        line_name(line, lang),
        t(f"vendor_ground.{line.ground}", lang),
        _shown(line, line.quantity) if is_priced else None,
        unit,
        line.price if is_priced else None,
        line.amount,
        t("list.apart", lang).join(_notes(line, lang)),
    )


def line_name(line: SettlementLine, lang: str) -> str:
    """Return what a line is for."""
    if line.target is None:
        return t(f"vendor_charge.{line.charge}", lang)
    name = t(f"indicator.{line.target}", lang)
    if line.value is None:
        return t("vendor_charge.unmeasured", lang, target=name)
    value = _measured(line.target, line.value, lang)
    return t("vendor_charge.measured", lang, target=name, value=value)


def _shown(line: SettlementLine, quantity: Decimal) -> Decimal:
    """Return a quantity as people read it: minutes as hours."""
    return quantity / HOUR_MIN if line.charge in TIMED else quantity


def _notes(line: SettlementLine, lang: str) -> list[str]:
    found = [_note(one, lang) for one in line.notes]
    if line.limit is None or line.target is None:
        return found
    said = t(
        "vendor_note.missed",
        lang,
        limit=_measured(line.target, line.limit, lang),
        what=_deducted(line.share, line.price, lang),
    )
    return [said, *found]


def _note(noted: LineRemark, lang: str) -> str:
    return t(f"vendor_note.{noted.remark}", lang, count=noted.count)


def _measured(target: Promised, value: Decimal, lang: str) -> str:
    if INDICATORS[target].unit is Measured.SECOND:
        return t("vendor_unit.seconds", lang, count=figures.number(value, lang, 1))
    return _percent(value, lang)


def _percent(share: Decimal, lang: str) -> str:
    exact = (share * 100).quantize(Decimal("0.01")).normalize()
    decimals = max(0, -int(exact.as_tuple().exponent))
    return figures.share(float(share), lang, decimals)


def step_text(step: DeductionStep, lang: str) -> str:
    """Return a step of a deduction in words."""
    lower = INDICATORS[step.target].better is Better.LOWER
    return t(
        "vendor_step.above" if lower else "vendor_step.below",
        lang,
        target=t(f"indicator.{step.target}", lang),
        limit=_measured(step.target, step.limit, lang),
        what=_deducted(step.share, step.amount, lang),
    )


def _deducted(share: Decimal, amount: Decimal, lang: str) -> str:
    parts = [_percent(share, lang)] if share else []
    return " + ".join([*parts, *([figures.money(amount, lang)] if amount else [])])


def price_texts(contract: VendorContract, lang: str) -> list[str]:
    """Return what a contract charges, a text for each price."""
    prices = {
        "seat": contract.seat_price,
        "hour": contract.hour_price,
        "chat": contract.chat_price,
        "order": contract.order_price,
        "night": contract.night_hour if contract.prices_nights else ZERO,
        "least": contract.least_month,
    }
    night = f"{format_clock(contract.night_from)}-{format_clock(contract.night_until)}"
    found = [
        t(f"vendor_price.{name}", lang, price=figures.money(price, lang), seats=contract.seats,
          night=night)
        for name, price in prices.items()
        if price
    ]  # fmt: skip
    if contract.tax_share:
        word = "vendor_price.tax_within" if contract.includes_tax else "vendor_price.tax"
        found.append(t(word, lang, share=_percent(contract.tax_share, lang)))
    return found
