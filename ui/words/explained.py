"""How a score and a payout came about, in sentences: for command, pages, slips and files alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.facts.columns import COLUMNS, FactUnit
from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Better, Measured
from kpi.pay.reckoning import OVER
from ui.words.catalogue import t
from ui.words.hour_pay import made_of as worth
from ui.words.names import post_name
from ui.words.pay_line import pay_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.pay.payout import Payout, PayoutLine
    from kpi.score.told import CardAccount, ScoreAccount
    from kpi.told import Told

MANY = 10
"""Decimals beyond which a number is cut, and says so: it never ends, or a computer's dust."""
OF_INDICATOR = frozenset({"value", "low", "high", "target", "short", "step", "limit"})
FEN = Decimal("0.01")
NONE = "—"


class Exact:
    """A number that shows all its digits; ``yuan``, ``percent`` or as it is usually shown."""

    def __init__(self, value: Decimal, lang: str, usual: str = "") -> None:
        self.value, self.lang, self.usual = value, lang, usual

    def __format__(self, spec: str) -> str:
        match spec or self.usual:
            case "yuan":
                sign = "-" if self.value < 0 else ""
                return f"{sign}¥{_digits(abs(self.value), least=FEN)}"
            case "percent":
                return _digits(self.value * 100) + ("%" if self.lang == "zh" else " %")
            case _:
                return _digits(self.value)


def _digits(value: Decimal, least: Decimal = Decimal(1)) -> str:
    """Return a number with grouped thousands and all its decimals; ``…`` where they go on."""
    whole = value.quantize(Decimal(1).scaleb(-MANY), "ROUND_DOWN")
    decimals = max(-whole.normalize().as_tuple().exponent, -least.as_tuple().exponent)  # type: ignore[operator]  # a finite number's
    return f"{whole:,.{max(0, decimals)}f}" + ("…" if whole != value else "")


def sentence(one: Told, lang: str) -> str:
    """Return one sentence of an explanation."""
    usual = _usual(one)
    values: dict[str, object] = {
        name: Exact(number, lang, usual.get(name, "")) for name, number in one.numbers.items()
    }
    values |= {name: _text(name, text, one.texts, lang) for name, text in one.texts.items()}
    if "points_high" in one.numbers:
        ends = [Exact(one.numbers[name], lang) for name in ("points", "points_high")]
        first, last = (f"{end}" for end in ends)
        values["span"] = first if first == last else f"{first} → {last}"
        values["band"] = _band(one, lang)
    return t(f"told.{one.code}", lang, **values)


def _usual(one: Told) -> dict[str, str]:
    """Return how the numbers of a sentence are shown where it does not say so itself."""
    column, indicator = one.texts.get("column"), one.texts.get("indicator")
    if column is not None and COLUMNS[column] is FactUnit.FEN:
        return dict.fromkeys(one.numbers.keys() - TIMES, "yuan")
    if indicator is None:
        return {}
    return dict.fromkeys(OF_INDICATOR, FORMS.get(INDICATORS[indicator].unit, ""))


TIMES = frozenset({"minutes", "of_minutes", "scheduled", "excused", "employed"})
FORMS = {Measured.SHARE: "percent", Measured.RATIO: "percent", Measured.YUAN: "yuan"}


def _text(name: str, text: str, texts: Mapping[str, str], lang: str) -> str:
    match name:
        case "column":
            return t(f"fact.{text}", lang)
        case "post":
            return post_name(text, lang)
        case "left_out":
            return t(f"left_out.{text}", lang)
        case _:
            return texts.get(f"{name}_{lang}", text)


def _band(one: Told, lang: str) -> str:
    """Return a band with the edge that belongs to it: ``≥ 40 % – < 45 %``."""
    indicator = INDICATORS[one.texts["indicator"]]
    usual = FORMS.get(indicator.unit, "")
    at_least, below = ("≥", "<") if indicator.better is Better.HIGHER else (">", "≤")
    edges = [
        f"{sign} {Exact(one.numbers[name], lang, usual)}"
        for name, sign in (("low", at_least), ("high", below))
        if name in one.numbers
    ]
    return t("told_band.and", lang).join(edges) or t("told_band.any", lang)


def sentences(notes: Sequence[Told], lang: str) -> list[str]:
    """Return the sentences of an explanation, in their order."""
    return [sentence(one, lang) for one in notes]


def made_of(line: PayoutLine, lang: str) -> str:
    """Return the numbers of a payout's line, multiplied and divided, each by its name."""
    said = ""
    for name, value in line.details.items():
        sign = " ÷ " if name.startswith(OVER) else " × "
        word = t(f"factor.{name.removeprefix(OVER)}", lang, value=Exact(value, lang))
        said += (sign if said else "") + word
    return said


def yuan(amount: Decimal, lang: str) -> str:
    """Return an amount as money, to the fen."""
    return f"{Exact(amount, lang):yuan}"


@dataclass(frozen=True, slots=True)
class ToldLine:
    """
    One line of a score or of a payout with how it came about.

    Parameters
    ----------
    key
        Indicator, post or kind of pay it is about; empty: the whole.
    title, result
        What it is called, and the points or yuan it comes to.
    sentences
        From which that can be got by hand.
    number
        The points or yuan; None: none.
    """

    key: str
    title: str
    result: str
    sentences: tuple[str, ...]
    number: Decimal | None = None


def card_lines(account: CardAccount, lang: str) -> list[ToldLine]:
    """Return the lines of a scorecard, and last its total."""
    card = account.card
    parts = []
    for line, notes in zip(card.lines, account.lines, strict=True):
        got = NONE if line.left_out else f"{Exact(line.contribution, lang)}"
        name = _capital(t(f"indicator.{line.indicator}", lang))
        formula = t(f"indicator.{line.indicator}.formula", lang)
        counts = None if line.left_out else line.contribution
        told = (formula, *sentences(notes, lang))
        parts.append(ToldLine(line.indicator, name, got, told, counts))
    total = NONE if card.total is None else f"{Exact(card.total, lang)}"
    title = t("kpi_explain.total", lang, post=_capital(post_name(card.post, lang)))
    said = tuple(sentences(account.notes, lang))
    return [*parts, ToldLine("", title, total, said, card.total)]


def whole_line(account: ScoreAccount, lang: str) -> ToldLine:
    """Return how the scorecards became one score, and the grade it reaches."""
    total = account.score.total
    got = NONE if total is None else f"{Exact(total, lang)}"
    said = tuple(sentences(account.notes, lang))
    return ToldLine("", t("kpi_explain.whole", lang), got, said, total)


def pay_lines(payout: Payout, lang: str) -> list[ToldLine]:
    """Return the lines of a payout, and last their sum with what it leaves open."""
    parts = []
    for line in payout.lines:
        amount = yuan(line.amount, lang)
        made = t("kpi_explain.made", lang, made=made_of(line, lang), amount=amount)
        told = (made, *filter(None, (worth(line.rests_on, lang),)), *sentences(line.notes, lang))
        name = _capital(pay_name(line.pays, line.name, lang))
        parts.append(ToldLine(line.pays, name, amount, told, line.amount))
    total, open_ = yuan(payout.total, lang), sentences(payout.notes, lang)
    open_ += [t(f"unpaid.{reason}", lang) for reason in payout.unpaid]
    if payout.owed:
        open_.append(t("kpi_explain.owed", lang, amount=yuan(payout.owed, lang)))
    said = (" + ".join(yuan(line.amount, lang) for line in payout.lines), total)
    summed = t("kpi_explain.made", lang, made=said[0], amount=total)
    told = (summed, *open_) if payout.lines else tuple(open_)
    return [*parts, ToldLine("", _capital(t("pays.total", lang)), total, told, payout.total)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
