"""A scored and paid month to hand out: scores, the lines behind them, and the payroll."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from kpi.pay.payout import PayoutLine, Pays
from kpi.score.scorecard import rounded
from kpi.score.told import in_units
from service.spreadsheet import Cell, SheetColumn, SheetKind, SheetTable, csv_of, workbook_of

if TYPE_CHECKING:
    from kpi.pay.payout import Payout
    from kpi.score.scorecard import AgentScore, Scorecard, ScoreLine
    from store.months import MonthRun

WIDE = 28
ZERO, CENTS, SHARE = Decimal(0), Decimal("0.00"), Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class MonthWords:
    """
    Texts of a month's tables, each by the name of the thing.

    Parameters
    ----------
    lang
        Which language they are in.
    heads
        Of columns and sheets.
    agents, teams
        Name and team of an agent by id.
    posts, indicators, units, grades, left_out, pays, unpaid
        In words; a grade by its id.
    lines
        Of a payout, by what each is for and its name.
    state
        How far the run is.
    title
        Above every table: which month, which run of it, and how far it is.
    made_of
        Returns the numbers of a payout's line as people multiply them.
    anyway
        By whose decision, when and why an agent was scored, of those who were by one.
    """

    lang: str
    heads: Mapping[str, str]
    agents: Mapping[str, str]
    teams: Mapping[str, str]
    posts: Mapping[str, str]
    indicators: Mapping[str, str]
    units: Mapping[Measured, str]
    grades: Mapping[str, str]
    left_out: Mapping[str, str]
    pays: Mapping[str, str]
    lines: Mapping[tuple[str, str], str]
    unpaid: Mapping[str, str]
    state: str
    title: str
    made_of: Callable[[PayoutLine], str]
    anyway: Mapping[str, str] = field(default_factory=dict)

    def who(self, agent_id: str) -> tuple[Cell, ...]:
        """Return id, name and team of an agent."""
        return agent_id, self.agents.get(agent_id, ""), self.teams.get(agent_id, "")


def scores_workbook(run: MonthRun, words: MonthWords) -> bytes:
    """Return scores and the lines behind them as a workbook."""
    return workbook_of((score_table(run, words), line_table(run, words)))


def scores_csv(run: MonthRun, words: MonthWords) -> bytes:
    """Return the scores, a row per agent, as CSV."""
    return csv_of(score_table(run, words))


def payroll_workbook(run: MonthRun, words: MonthWords) -> bytes:
    """Return the payroll and the lines it adds up as a workbook."""
    return workbook_of((payroll_table(run, words), pay_line_table(run, words)))


def payroll_csv(run: MonthRun, words: MonthWords) -> bytes:
    """Return the payroll, a row per agent and amounts to the fen, as CSV."""
    return csv_of(payroll_table(run, words))


def score_table(run: MonthRun, words: MonthWords) -> SheetTable:
    """Return a row per agent: score, grade, and the score on each post, the best first."""
    of_posts = ("post", "score", "full", "grade", "second_post", "second_score")
    names = (*_WHO, *of_posts, "coverage", "least_coverage", "remark")
    rows = [_score_row(score, words) for score in ranked(run.scores)]
    return SheetTable(words.heads["scores"], _columns(names, words), tuple(rows), words.title)


def ranked(scores: tuple[AgentScore, ...]) -> list[AgentScore]:
    """Return scores, the best first by share of the full score; those without a score last."""
    return sorted(
        scores,
        key=lambda score: (score.total is None, -(score.share_of_full or 0), score.agent_id),
    )


def _score_row(score: AgentScore, words: MonthWords) -> tuple[Cell, ...]:
    first, *others = score.cards
    second: Scorecard | None = others[0] if others else None
    return (
        *words.who(score.agent_id),
        words.posts.get(first.post, first.post),
        score.total,
        score.full,
        words.grades.get(score.grade or "", score.grade or ""),
        words.posts.get(second.post, second.post) if second else "",
        second.total if second else None,
        *map(_share, (score.coverage, score.least_coverage)),
        words.anyway.get(score.agent_id, "") if score.is_below else "",
    )


def _share(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, SHARE)


def line_table(run: MonthRun, words: MonthWords) -> SheetTable:
    """Return a row per line of every scorecard, counts and value in the units people read."""
    names = (*_WHO, "post", "scheme", "indicator", *_LINE, "left_out")
    rows = [
        (
            *words.who(card.agent_id),
            words.posts.get(card.post, card.post),
            f"{card.scheme_id} v{card.scheme_version}",
            *_line_row(line, words),
        )
        for score in run.scores
        for card in score.cards
        for line in card.lines
    ]
    return SheetTable(words.heads["lines"], _columns(names, words), tuple(rows), words.title)


def _line_row(line: ScoreLine, words: MonthWords) -> tuple[Cell, ...]:
    return (
        words.indicators.get(line.indicator, line.indicator),
        *in_units(line),
        words.units[INDICATORS[line.indicator].unit],
        line.points,
        line.weight,
        line.weight_used,
        line.contribution,
        words.left_out[line.left_out] if line.left_out else "",
    )


def payroll_table(run: MonthRun, words: MonthWords) -> SheetTable:
    """
    Return a row per agent: every kind of pay and the sum, in yuan to the fen.

    Each row says its run and how far that is: a file that was handed on still tells a draft.
    """
    by_agent = {score.agent_id: score for score in run.scores}
    kinds = [pays for pays in Pays if any(payout.amount(pays) for payout in run.payouts)]
    head = _columns(("month", "run", "state", *_WHO, "score", "grade"), words)
    money = (SheetColumn(words.pays[pays], SheetKind.MONEY, 16) for pays in kinds)
    columns = (
        *head,
        *money,
        SheetColumn(words.heads["total"], SheetKind.MONEY, 16),
        SheetColumn(words.heads["remark"], width=40),
    )
    rows = tuple(
        (
            str(run.month),
            run.number,
            words.state,
            *_payroll_row(payout, by_agent[payout.agent_id], kinds, words),
        )
        for payout in run.payouts
    )
    sums = (sum((payout.amount(pays) for payout in run.payouts), ZERO) for pays in kinds)
    whole = sum((payout.total for payout in run.payouts), ZERO)
    blank = (None,) * (len(head) - 1)
    totals = (words.heads["sum"], *blank, *(one + CENTS for one in sums), whole + CENTS, None)
    return SheetTable(words.heads["payroll"], columns, rows, words.title, totals)


def _payroll_row(
    payout: Payout, score: AgentScore, kinds: list[Pays], words: MonthWords
) -> tuple[Cell, ...]:
    return (
        *words.who(payout.agent_id),
        score.total,
        words.grades.get(score.grade or "", score.grade or ""),
        *(payout.amount(pays) + CENTS for pays in kinds),
        payout.total + CENTS,
        "; ".join(words.unpaid[reason] for reason in payout.unpaid),
    )


def pay_line_table(run: MonthRun, words: MonthWords) -> SheetTable:
    """Return a row per line of every payout, with the numbers that were multiplied."""
    columns = (
        *_columns((*_WHO, "pays", "made_from"), words),
        SheetColumn(words.heads["amount"], SheetKind.MONEY, 16),
    )
    rows = tuple(
        (
            *words.who(payout.agent_id),
            words.lines[line.pays, line.name],
            words.made_of(line),
            line.amount,
        )
        for payout in run.payouts
        for line in payout.lines
    )
    return SheetTable(words.heads["pay_lines"], columns, rows, words.title)


_WHO = ("agent_id", "name", "team")
_LINE = (
    "numerator",
    "denominator",
    "value",
    "unit",
    "points",
    "weight",
    "weight_used",
    "contribution",
)
_KINDS = {
    "run": SheetKind.WHOLE,
    "score": SheetKind.NUMBER,
    "second_score": SheetKind.NUMBER,
    "coverage": SheetKind.SHARE,
    "least_coverage": SheetKind.SHARE,
    "full": SheetKind.NUMBER,
    "numerator": SheetKind.EXACT,
    "denominator": SheetKind.EXACT,
    "value": SheetKind.EXACT,
    "points": SheetKind.NUMBER,
    "weight": SheetKind.NUMBER,
    "weight_used": SheetKind.NUMBER,
    "contribution": SheetKind.NUMBER,
}
_WIDTHS = {"indicator": WIDE, "made_from": 72, "left_out": 40}


def _columns(names: tuple[str, ...], words: MonthWords) -> tuple[SheetColumn, ...]:
    return tuple(
        SheetColumn(words.heads[name], _KINDS.get(name, SheetKind.TEXT), _WIDTHS.get(name, 14))
        for name in names
    )
