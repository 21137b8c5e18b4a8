"""An agent's own score on a phone: the total, each line as a card, the pay, the objections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.metrics.indicators import INDICATORS
from kpi.metrics.measure import Measured
from kpi.scheme.line import Scoring
from kpi.score.scorecard import FEW_CASES
from ui import figures, state
from ui.parts.hr import coverage, values
from ui.parts.hr.number_line import number_line
from ui.parts.hr.telling import told_lines, unfolding
from ui.parts.markup import Card, Tone, cards
from ui.plain import escape, plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from kpi.pay.payout import Payout
    from kpi.scheme.line import Line
    from kpi.scheme.scheme import Scheme
    from kpi.score.scorecard import AgentScore, Scorecard, ScoreLine
    from service.month.months import MonthRun
    from service.records.staff import LeaveBalance
    from ui.words.explained import ToldLine


def answers(score: AgentScore, payout: Payout | None, scheme: Scheme, against: str) -> None:
    """Draw total, how it stands ``against`` the month before, grade and pay."""
    lang = state.lang()
    vetoed = any(card.is_vetoed for card in score.cards)
    total = values.NONE if score.total is None else figures.number(score.total, lang, 2)
    little = coverage.note(score)
    out_of = say("card.of", full=values.short(score.full, lang))
    titles = {one.id: one.title_zh if lang == "zh" else one.title_en for one in scheme.grades}
    grade = values.capital(titles.get(score.grade or "", values.NONE))
    amount = values.NONE if payout is None else figures.money(payout.total, lang)
    cards(
        [
            Card(
                say("card.total"),
                total,
                "\n".join(filter(None, (say("score.veto") if vetoed else out_of, little, against))),
                Tone.BAD if vetoed else Tone.LOOK if little else Tone.PLAIN,
            ),
            Card(say("scores.grade"), grade, _next_grade(score, scheme)),
            Card(say("scores.payout"), amount, say("card.payout_own") if payout else ""),
        ]
    )


def _next_grade(score: AgentScore, scheme: Scheme) -> str:
    total = score.total
    better = [one for one in scheme.grades if total is not None and one.low > total]
    if total is None or not scheme.grades:
        return ""
    if not better:
        return say("card.grade_best")
    title = better[-1].title_zh if state.lang() == "zh" else better[-1].title_en
    missing = values.short(better[-1].low - total, state.lang())
    return say("card.grade_next", points=missing, grade=title)


def lines(run: MonthRun, card: Scorecard, scheme: Scheme) -> None:
    """Draw a scorecard, each line as a card of its own, the most missed points first."""
    known = {line.indicator: line for line in scheme.lines}
    st.subheader(
        plain(say("own.lines", post=post_name(card.post, state.lang()))),
        help=say("own.lines_help"),
        anchor=False,
    )
    ordered = sorted(card.lines, key=_missed, reverse=True)
    told = told_lines(run, card)
    drawn = "".join(_line(line, known[line.indicator], told[line.indicator]) for line in ordered)
    total = values.NONE if card.total is None else figures.number(card.total, state.lang(), 2)
    st.html(
        f'<div class="scheme-lines">{drawn}</div>'
        f'<div class="own-sum">{escape(say("own.sum", total=total))}</div>'
    )


def _missed(line: ScoreLine) -> float:
    return float(line.weight_used - line.contribution)


def _line(line: ScoreLine, rule: Line, told: ToldLine) -> str:
    lang = state.lang()
    name = values.indicator_name(line.indicator, lang)
    formula = say(f"indicator.{line.indicator}.formula")
    notes = []
    if line.left_out:
        notes.append(say(f"left_out.{line.left_out}"))
    if line.is_small_sample:
        notes.append(say("score.small_sample"))
    elif line.has_few_cases:
        notes.append(say("score.few_cases", least=FEW_CASES))
    if line.is_broken_veto:
        notes.append(say("score.veto"))
    said = "".join(f'<div class="sub">{escape(note)}</div>' for note in notes)
    return (
        f'<div class="scheme-line"><div class="top"><b>{escape(name)}</b>'
        f'<span class="weight">{escape(_counts(line, rule, lang))}</span></div>'
        f'<div class="own-value">{_shown(line, lang)}</div>'
        f"{number_line(rule, line.value, lang, band=line.band, wide=True)}"
        f'<div class="sub">{escape(formula)}</div>{said}{unfolding(told.sentences[1:])}</div>'
    )


def _shown(line: ScoreLine, lang: str) -> str:
    """Return a value and what it was made from; of a count, the count and its occasions."""
    made = escape(values.made_from(line.indicator, line.numerator, line.denominator, lang))
    if INDICATORS[line.indicator].unit is Measured.COUNT:
        return f"<b>{made}</b>"
    value = escape(values.value_text(line.indicator, line.value, lang))
    return f'<b>{value}</b> <span class="sub">{made}</span>'


def _counts(line: ScoreLine, rule: Line, lang: str) -> str:
    """Return what a line brought, of what it could."""
    if rule.scoring is Scoring.VETO:
        return say("scoring.veto")
    if line.left_out:
        return say("own.not_counted")
    got = figures.number(line.contribution, lang, 2)
    return say("own.counts", got=got, of=values.short(line.weight_used, lang))


def leave(balance: LeaveBalance | None) -> None:
    """Draw the annual leave of a year: how much there is, is entered and is left."""
    if balance is None:
        return
    numbers = {
        name: values.NONE if value is None else figures.days(float(value), state.lang())
        for name, value in (
            ("entitled", balance.entitled),
            ("taken", balance.taken),
            ("left", balance.left),
        )
    }
    key = "own.leave_unknown" if balance.left is None else "own.leave"
    st.caption(plain(say(key, year=balance.year, **numbers)))
