"""One agent's scorecard: total and grade, line by line, and the hours behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.scheme.line import Scoring
from kpi.score.scorecard import FEW_CASES
from service.month.card_hours import card_hours
from service.month.export_month import ranked
from ui import figures, state
from ui.month_words import scheme_title
from ui.parts.hr import coverage, values
from ui.parts.hr.number_line import number_line
from ui.parts.hr.ranking import grade_names, places
from ui.parts.hr.telling import told_lines, unfolding
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.plain import escape, plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.scheme.line import Line
    from kpi.score.scorecard import AgentScore, Scorecard, ScoreLine
    from service.month.card_hours import CardHours
    from service.month.months import MonthRun
    from ui.words.explained import ToldLine

STEP_ICONS = {"before": ":material/chevron_left:", "after": ":material/chevron_right:"}
HEADS = ("indicator", "made_from", "value", "bands", "points", "weight", "contribution")
NUMBERS = frozenset({1, 2, 4, 5, 6})


def choose_agent(labels: Mapping[str, str]) -> str:
    """Draw the people scored and return the id of the one chosen; the choice stays."""
    ids = list(labels)
    if state.chosen("agent") not in ids:
        state.choose("agent", ids[0])
    place = ids.index(state.chosen("agent"))
    with st.container(
        horizontal=True, horizontal_alignment="right", vertical_alignment="center", gap="small"
    ):
        _step("before", ids[place - 1] if place else None)
        st.session_state["scorecard.agent"] = state.chosen("agent")
        st.selectbox(
            say("scores.agent"),
            ids,
            format_func=lambda one: labels[one],
            key="scorecard.agent",
            label_visibility="collapsed",
            width=260,
            on_change=lambda: state.choose("agent", st.session_state["scorecard.agent"]),
        )
        _step("after", ids[place + 1] if place + 1 < len(ids) else None)
    return ids[place]


def _step(name: str, agent: str | None) -> None:
    st.button(
        STEP_ICONS[name],
        key=f"scorecard.{name}",
        help=say(f"card.{name}"),
        type="tertiary",
        disabled=agent is None,
        on_click=state.choose,
        args=("agent", agent),
    )


def answers(run: MonthRun, score: AgentScore, against: str) -> None:
    """
    Draw total, grade, place among those of the post, and pay.

    Parameters
    ----------
    against
        How the score stands against the month before, in words.
    """
    lang = state.lang()
    paid = next((one for one in run.payouts if one.agent_id == score.agent_id), None)
    place, of = _place(run, score)
    vetoed = any(card.is_vetoed for card in score.cards)
    total = values.NONE if score.total is None else figures.number(score.total, lang, 2)
    little = coverage.note(score)
    out_of = say("card.of", full=values.short(score.full, lang))
    grade = grade_names(run).get(score.grade or "", values.NONE)
    first = post_name(score.cards[0].post, lang)
    ranked_as = say("card.place", place=place, of=of) if place else values.NONE
    amount = values.NONE if paid is None else figures.money(paid.total, lang)
    cards(
        [
            Card(
                say("card.total"),
                total,
                "\n".join(filter(None, (say("score.veto") if vetoed else out_of, little, against))),
                Tone.BAD if vetoed else Tone.LOOK if little else Tone.PLAIN,
            ),
            Card(say("scores.grade"), grade, _grade_note(run, score)),
            Card(say("card.rank"), ranked_as, say("card.rank_note", post=first)),
            Card(say("scores.payout"), amount, say("card.payout_note") if paid else ""),
        ]
    )
    coverage.decided(run, score.agent_id)


def _place(run: MonthRun, score: AgentScore) -> tuple[int, int]:
    """Return the place among those whose first post is the same, and how many they are."""
    same = [
        one
        for one in ranked(run.scores)
        if one.cards[0].post == score.cards[0].post and one.total is not None
    ]
    found = {one.agent_id: place for place, one in places(same)}
    return found.get(score.agent_id, 0), len(same)


def _grade_note(run: MonthRun, score: AgentScore) -> str:
    """Return what the next better grade asks for."""
    grades = run.inputs.schemes[score.cards[0].post].grades
    better = [grade for grade in grades if score.total is not None and grade.low > score.total]
    if not better or score.total is None:
        return say("card.grade_best") if grades and score.total is not None else ""
    missing = values.short(better[-1].low - score.total, state.lang())
    title = better[-1].title_zh if state.lang() == "zh" else better[-1].title_en
    return say("card.grade_next", points=missing, grade=title)


def blend(score: AgentScore) -> None:
    """Say how the scorecards of several posts became one score."""
    if len(score.cards) < 2:
        return
    lang = state.lang()
    parts = [
        say(
            "card.blend_part",
            post=post_name(card.post, lang),
            score=values.NONE if card.total is None else figures.number(card.total, lang, 2),
            share=figures.share(float(share), lang, 1),
        )
        for card, share in zip(score.cards, score.shares, strict=True)
    ]
    how = values.capital(say(f"blend.{score.blended_by}"))
    st.caption(plain(say("card.blend", how=how, parts=" + ".join(parts))))


def lines(run: MonthRun, card: Scorecard) -> None:
    """Draw a scorecard line by line, with the sum below."""
    scheme, lang = run.inputs.schemes[card.post], state.lang()
    known = {line.indicator: line for line in scheme.lines}
    top = "".join(
        f'<th class="{"num" if place in NUMBERS else ""}">{escape(say(f"card.{name}"))}</th>'
        for place, name in enumerate(HEADS)
    )
    told = told_lines(run, card)
    body = "".join(
        _line(line, known[line.indicator], told[line.indicator], lang) for line in card.lines
    )
    st.html(
        f'<div class="scroll"><table class="list card-lines"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}{_sum(card, lang)}</tbody></table></div>"
    )
    title = scheme_title(scheme, lang)
    begins = scheme.valid_from.isoformat()
    st.caption(plain(say("card.scheme", scheme=title, version=scheme.version, begins=begins)))


def _line(line: ScoreLine, rule: Line, told: ToldLine, lang: str) -> str:
    name = f"<b>{escape(values.indicator_name(line.indicator, lang))}</b>"
    formula = escape(say(f"indicator.{line.indicator}.formula"))
    how = unfolding(told.sentences[1:])  # the first is the formula
    cells = [
        f'<td>{name}<div class="sub">{formula}</div>{how}</td>',
        _cell(values.made_from(line.indicator, line.numerator, line.denominator, lang), "num"),
        _cell(values.value_text(line.indicator, line.value, lang), "num big"),
        f"<td>{number_line(rule, line.value, lang, band=line.band)}{_notes(line)}</td>",
        _cell(values.NONE if line.points is None else values.short(line.points, lang), "num"),
        _cell(_weight(line, rule, lang), "num"),
        _cell(
            values.NONE if line.left_out else figures.number(line.contribution, lang, 2),
            "num big",
        ),
    ]
    return f'<tr class="{"out" if line.left_out else ""}">{"".join(cells)}</tr>'


def _cell(text: str, kind: str) -> str:
    return f'<td class="{kind}">{escape(text)}</td>'


def _notes(line: ScoreLine) -> str:
    said = []
    if line.left_out:
        said.append(say(f"left_out.{line.left_out}"))
    if line.is_small_sample:
        said.append(say("score.small_sample"))
    elif line.has_few_cases:
        said.append(say("score.few_cases", least=FEW_CASES))
    if line.is_broken_veto:
        said.append(say("score.veto"))
    return "".join(f'<div class="sub">{escape(text)}</div>' for text in said)


def _weight(line: ScoreLine, rule: Line, lang: str) -> str:
    """Return a line's weight; where others' weights came to it, what it became."""
    if rule.scoring is Scoring.VETO:
        return say("scoring.veto")
    shown = values.short(line.weight, lang)
    if line.weight_used == line.weight:
        return shown
    return f"{shown} → {values.short(line.weight_used, lang)}"


def _sum(card: Scorecard, lang: str) -> str:
    total = values.NONE if card.total is None else figures.number(card.total, lang, 2)
    of = values.short(card.full, lang)
    return (
        f'<tr class="sum"><td colspan="5">{escape(say("card.sum"))}</td>'
        f"{_cell(of, 'num')}{_cell(total, 'num big')}</tr>"
    )


def hours(run: MonthRun, card: Scorecard) -> None:
    """Draw the hours behind a scorecard, and what lent and lost time changed."""
    found, lang = card_hours(run, card), state.lang()
    st.subheader(say("hours.title"), help=say("hours.help"), anchor=False)
    names = ("scheduled", "present", "adherent", "secondment", "disruption", "handling")
    figures_ = [values.hours_text(getattr(found, f"{name}_min"), lang) for name in names]
    late = [
        values.NONE if (n := getattr(found, f"{name}_shifts")) is None else values.short(n, lang)
        for name in ("late", "early", "absent")
    ]
    heads = [say(f"hours.{name}") for name in (*names, "late", "early", "absent")]
    listing(heads, [Row((*figures_, *late))], numbers=frozenset(range(len(heads))))
    for sentence in _changed(found, lang):
        st.caption(plain(sentence))


def _changed(found: CardHours, lang: str) -> list[str]:
    """Return what lent and lost time changed, in sentences with numbers."""
    if found.present_min is None and found.scheduled_min is not None:
        return [say("hours.no_attendance")]
    if not found.excused_min:
        return [say("hours.nothing_excused")]
    said = []
    scheduled = found.scheduled_min
    if scheduled and found.adherent_min is not None:
        share = figures.share(float(found.adherent_min / scheduled), lang, 1)
        excused = values.hours_text(found.excused_min, lang)
        there = values.hours_text(found.adherent_min, lang)
        said.append(say("hours.adherence_changed", adherent=there, excused=excused, share=share))
    if found.handling_min is not None:
        there = values.hours_text(found.handling_min, lang)
        said.append(say("hours.handling_changed", hours=there))
    if found.target_fen is not None and found.target_before_fen is not None:
        before, after = (
            figures.money(each / values.FEN, lang)
            for each in (found.target_before_fen, found.target_fen)
        )
        said.append(say("hours.target_changed", before=before, after=after))
    return said
