"""Pay schemes as TOML files, the presets that ship with the product, and the limits of the law."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from kpi.pay.commission import Rates, Tier, TierMode
from kpi.pay.distribution import Distribution, Quota
from kpi.pay.law import LegalLimit, PayLaw, Topic, pay_law
from kpi.pay.pay_scheme import (
    BaseRaise,
    CaseReward,
    CommissionPay,
    DayWage,
    FullAttendance,
    IndexBonus,
    PayPart,
    PayScheme,
    RankedBy,
    RankedPay,
    RankReward,
    ScorePay,
    SharedSalesPay,
    Step,
    Streak,
    TeamPay,
)
from kpi.pay.payout import PayMethod
from scheduler.errors import Fault, InputError
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kpi_scheme import Day, Numeral, one_of
from store.files.settings import Settings, Text, made, read_settings

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from kpi.month import Month
    from store.files.document import Document

ZERO = Decimal(0)
Method = Annotated[PayMethod, one_of(PayMethod)]
Mode = Annotated[TierMode, one_of(TierMode)]
Ranking = Annotated[RankedBy, one_of(RankedBy)]


class TierSettings(Settings):
    """A tier of a commission."""

    sales: Numeral
    rate: Numeral


class StepSettings(Settings):
    """An amount from a value on."""

    low: Numeral
    amount: Numeral

    def step(self) -> Step:
        """Return the step."""
        return Step(self.low, self.amount)


class QuotaSettings(Settings):
    """A grade of a forced distribution."""

    grade: Text
    share: Numeral
    coefficient: Numeral
    low: Numeral = ZERO


class ScorePart(Settings):
    """Performance pay by the score."""

    kind: Literal["score"]
    method: Method

    def part(self) -> PayPart:
        """Return the part."""
        return ScorePay(self.method)


class RankedPart(Settings):
    """Performance pay by forced distribution."""

    kind: Literal["ranked"]
    quota: tuple[QuotaSettings, ...]

    def part(self) -> PayPart:
        """Return the part."""
        return RankedPay(Distribution(tuple(Quota(**dict(one)) for one in self.quota)))


class CommissionPart(Settings):
    """Commission."""

    kind: Literal["commission"]
    tiers: tuple[TierSettings, ...]
    quota: Numeral = ZERO
    mode: Mode = TierMode.PROGRESSIVE

    def part(self) -> PayPart:
        """Return the part."""
        tiers = tuple(Tier(one.sales, one.rate) for one in self.tiers)
        return CommissionPay(Rates(tiers, self.quota, self.mode))


class SharedSalesPart(Settings):
    """A share of the sales credited to nobody."""

    kind: Literal["shared_sales"]
    rate: Numeral

    def part(self) -> PayPart:
        """Return the part."""
        return SharedSalesPay(self.rate)


class TeamPart(Settings):
    """The team's sales, weighed by the own score."""

    kind: Literal["team"]
    rates: tuple[StepSettings, ...]
    least_score: Numeral = ZERO
    first_rate_levels: tuple[Text, ...] = ()

    def part(self) -> PayPart:
        """Return the part."""
        rates = tuple(one.step() for one in self.rates)
        return TeamPay(rates, self.least_score, self.first_rate_levels)


class RankPart(Settings):
    """Amounts for the first places."""

    kind: Literal["rank"]
    by: Ranking
    amounts: tuple[Numeral, ...]
    least_adherence: Numeral = ZERO

    def part(self) -> PayPart:
        """Return the part."""
        return RankReward(self.by, self.amounts, self.least_adherence)


class DayWagePart(Settings):
    """A wage for each day worked."""

    kind: Literal["day_wage"]
    steps: tuple[StepSettings, ...]

    def part(self) -> PayPart:
        """Return the part."""
        return DayWage(tuple(one.step() for one in self.steps))


class FullAttendancePart(Settings):
    """An amount for a month without a late, early or missed shift."""

    kind: Literal["full_attendance"]
    amount: Numeral

    def part(self) -> PayPart:
        """Return the part."""
        return FullAttendance(self.amount)


class IndexBonusPart(Settings):
    """An amount for beating a target by so many points."""

    kind: Literal["index_bonus"]
    target: Numeral
    steps: tuple[StepSettings, ...]

    def part(self) -> PayPart:
        """Return the part."""
        return IndexBonus(self.target, tuple(one.step() for one in self.steps))


class StreakPart(Settings):
    """An amount for a grade so many months running."""

    kind: Literal["streak"]
    grade: Text
    steps: tuple[StepSettings, ...]

    def part(self) -> PayPart:
        """Return the part."""
        return Streak(self.grade, tuple(one.step() for one in self.steps))


class BaseRaisePart(Settings):
    """A lasting raise of the base for a grade so many months running."""

    kind: Literal["base_raise"]
    grade: Text
    months: int
    amount: Numeral

    def part(self) -> PayPart:
        """Return the part."""
        return BaseRaise(self.grade, self.months, self.amount)


class CasePart(Settings):
    """An amount for each proven case of a kind."""

    kind: Literal["case"]
    name: Text
    amount: Numeral = ZERO
    share: Numeral = ZERO
    most_compensation: Numeral | None = None

    def part(self) -> PayPart:
        """Return the part."""
        return CaseReward(self.name, self.amount, self.share, self.most_compensation)


class FinePart(Settings):
    """A fine: read so that it can be refused by name."""

    kind: Literal["fine"]
    name: Text = ""
    amount: Numeral = ZERO

    def part(self) -> PayPart:
        """Raise: an employer may not fine."""
        law = next(one for one in legal_limits() if one.topic is Topic.FINE)
        details = {"amount": str(self.amount), **law.named}
        raise InputError(Fault("fine_unlawful", column="kind", value=self.name, details=details))


PartSettings = Annotated[
    ScorePart
    | RankedPart
    | CommissionPart
    | SharedSalesPart
    | TeamPart
    | RankPart
    | DayWagePart
    | FullAttendancePart
    | IndexBonusPart
    | StreakPart
    | BaseRaisePart
    | CasePart
    | FinePart,
    Field(discriminator="kind"),
]


class PaySchemeSettings(Settings):
    """A pay scheme."""

    id: Text
    version: int
    title_zh: Text
    title_en: Text
    valid_from: Day
    source: Text = ""
    ours: Text = ""
    part: tuple[PartSettings, ...]


def read_pay_scheme(path: Path) -> PayScheme:
    """Return the pay scheme of a TOML file; raises InputError with every fault at its line."""
    return pay_scheme_of_text(text_of(path), path.name)


def pay_scheme_of_text(text: str, file: str) -> PayScheme:
    """Return the pay scheme of a TOML text; ``file`` is what messages call it."""
    document = toml_document(text, file)
    log = FaultLog()
    settings = read_settings(document, PaySchemeSettings, log)
    log.raise_any()
    assert settings is not None
    parts = [
        made(document, ("part", number), log, part.part)
        for number, part in enumerate(settings.part)
    ]
    log.add(_repeated_amounts(document, settings))
    log.raise_any()
    head = {name: getattr(settings, name) for name in PaySchemeSettings.model_fields}
    del head["part"]
    found = made(
        document, ("id",), log, lambda: PayScheme(parts=tuple(filter(None, parts)), **head)
    )
    log.raise_any()
    assert found is not None
    return found


def _repeated_amounts(document: Document, settings: PaySchemeSettings) -> list[Fault]:
    """Return a fault for each kind of case that is given two different amounts."""
    first: dict[str, Decimal] = {}
    faults = []
    for number, part in enumerate(settings.part):
        if isinstance(part, CasePart | FinePart):
            amount = first.setdefault(part.name, part.amount)
            if amount != part.amount:
                line = document.line(("part", number))
                value = f"{part.name}: {amount}, {part.amount}"
                faults.append(Fault("amount_twice", document.file, line, "amount", value))
    return faults


@lru_cache(maxsize=1)
def pay_scheme_presets() -> tuple[PayScheme, ...]:
    """Return the pay schemes that ship with the product, in the order of their ids."""
    entries = sorted((resources.files("data") / "pay").iterdir(), key=lambda entry: entry.name)
    return tuple(
        pay_scheme_of_text(entry.read_text(encoding="utf-8"), entry.name)
        for entry in entries
        if entry.name.endswith(".toml")
    )


@lru_cache(maxsize=1)
def legal_limits() -> tuple[LegalLimit, ...]:
    """Return what the law allows of pay, in all its versions."""
    text = (resources.files("data") / "law" / "pay_limits_cn.toml").read_text(encoding="utf-8")
    return tuple(_limit(entry) for entry in tomllib.loads(text, parse_float=Decimal)["limit"])


def _limit(entry: dict[str, Any]) -> LegalLimit:
    valid_from: dt.date = entry["valid_from"]
    value = entry.get("value")
    return LegalLimit(
        Topic(entry["topic"]),
        valid_from,
        entry["article"],
        None if value is None else Decimal(value),
        entry.get("note", ""),
        entry.get("article_en", ""),
    )


def pay_law_in(month: Month) -> PayLaw:
    """Return what the law allows of pay in a month."""
    return pay_law(legal_limits(), month)
