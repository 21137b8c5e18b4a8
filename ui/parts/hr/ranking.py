"""A month's scores at a glance: answers, how they are spread, and everybody in order."""

from __future__ import annotations

from decimal import Decimal
from operator import itemgetter
from statistics import fmean
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from service.month.export_month import ranked
from service.shop.shops import agents, posts
from ui import figures, link, state
from ui.charts import scores as charts
from ui.look import post_colours
from ui.parts import register
from ui.parts.hr.values import capital
from ui.parts.markup import Card, Tone, cards
from ui.parts.register import Column, Register
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.score.scorecard import AgentScore
    from service.month.months import MonthRun

PER_CENT = 100


def answers(run: MonthRun, against: str) -> None:
    """
    Draw the month's answers: people, mean score, grades, pay, what needs a look.

    Parameters
    ----------
    against
        How the mean stands against the month before, in words.
    """
    lang = state.lang()
    known = [score for score in run.scores if score.share_of_full is not None]
    mean = fmean(PER_CENT * float(score.share_of_full or 0) for score in known) if known else 0.0
    total = sum((payout.total for payout in run.payouts), Decimal(0))
    vetoed = sum(any(card.is_vetoed for card in score.cards) for score in run.scores)
    left = sum(
        line.left_out is not None
        for score in run.scores
        for card in score.cards
        for line in card.lines
    )
    unpaid = sum(bool(payout.unpaid) for payout in run.payouts)
    look = [("vetoed", vetoed), ("left_out", left), ("unpaid", unpaid)]
    lines = [say(f"scores.look_{name}", count=count) for name, count in look if count]
    paid = figures.money(total, lang) if run.payouts else say("scores.not_paid")
    cards(
        [
            Card(
                say("scores.scored"),
                say("scores.people_count", count=len(known)),
                say("scores.two_posts", count=sum(len(one.cards) > 1 for one in run.scores)),
            ),
            Card(
                say("scores.mean"),
                figures.number(mean, lang, 1),
                "\n".join(filter(None, (say("scores.of_full"), against))),
            ),
            Card(say("scores.grades"), _grades(run, limit=2), _grades(run, skip=2)),
            Card(say("scores.paid"), paid, say("scores.paid_note") if run.payouts else ""),
            Card(
                say("scores.look"),
                say("scores.look_none") if not lines else say("scores.look_some"),
                "\n".join(lines),
                Tone.LOOK if lines else Tone.GOOD,
            ),
        ]
    )


def grade_names(run: MonthRun) -> dict[str, str]:
    """Return the title of every grade of a run's schemes by its id, the best first."""
    named: dict[str, str] = {}
    for scheme in run.inputs.schemes.values():
        for grade in scheme.grades:
            title = grade.title_zh if state.lang() == "zh" else grade.title_en
            named.setdefault(grade.id, capital(title))
    return named


def _grades(run: MonthRun, *, skip: int = 0, limit: int | None = None) -> str:
    named = grade_names(run)
    counts = {
        title: sum(score.grade == grade for score in run.scores) for grade, title in named.items()
    }
    chosen = list(counts.items())[skip : None if limit is None else skip + limit]
    return " · ".join(say("scores.grade_count", grade=grade, count=n) for grade, n in chosen)


def frame(run: MonthRun) -> pd.DataFrame:
    """Return a row per agent, the best first; columns by their plain names."""
    lang = state.lang()
    known = {agent.id: agent for agent in agents(link.desk())}
    grades = grade_names(run)
    paid = {payout.agent_id: float(payout.total) for payout in run.payouts}
    rows = []
    for place, score in places(ranked(run.scores)):
        agent = known.get(score.agent_id)
        rows.append(
            {
                "rank": place if score.total is not None else None,
                "agent": score.agent_id,
                "name": agent.name if agent else "",
                "team": run.inputs.teams.get(score.agent_id, ""),
                "post": " + ".join(_card_said(score, part) for part in range(len(score.cards))),
                "first_post": post_name(score.cards[0].post, lang),
                "total": None if score.total is None else float(score.total),
                "score": None
                if score.share_of_full is None
                else PER_CENT * float(score.share_of_full),
                "grade": grades.get(score.grade or "", ""),
                "paid": paid.get(score.agent_id),
            }
        )
    return pd.DataFrame(rows)


def places(ordered: list[AgentScore]) -> list[tuple[int, AgentScore]]:
    """Return each score with its place; equal scores share the better place."""
    shares = [score.share_of_full for score in ordered]
    return [(shares.index(share) + 1, one) for share, one in zip(shares, ordered, strict=True)]


def _card_said(score: AgentScore, place: int) -> str:
    """Return a post; of several, each with its score and share."""
    card, lang = score.cards[place], state.lang()
    name = post_name(card.post, lang)
    if len(score.cards) == 1:
        return name
    if card.total is None:
        return say("scores.post_without", post=name)
    shown = figures.number(card.total, lang, 1)
    share = figures.share(float(score.shares[place]), lang)
    return say("scores.post_part", post=name, score=shown, share=share)


def spread(rows: pd.DataFrame) -> None:
    """Draw how scores are spread, and by team."""
    lang = state.lang()
    shown = rows.dropna(subset=["score"]).assign(
        post=rows["first_post"], team=rows["team"].replace("", say("scores.no_team"))
    )
    if shown.empty:
        st.caption(say("scores.none_known"))
        return
    order = [post.id for post in posts(link.desk())]
    colours = {
        post_name(post, lang): colour.strong
        for post, colour in post_colours(order).items()
        if post_name(post, lang) in set(shown["post"])
    }
    columns = st.columns(2, gap="medium")
    with columns[0]:
        st.subheader(say("scores.distribution"), anchor=False)
        chart = charts.distribution(shown[["score", "post"]], colours, lang)
        st.altair_chart(chart, theme=None, key="month.distribution")
    with columns[1]:
        st.subheader(say("scores.teams"), help=say("scores.teams_help"), anchor=False)
        chart = charts.by_team(shown[["score", "post", "team", "agent"]], colours, lang)
        st.altair_chart(chart, theme=None, key="month.teams")


def table(rows: pd.DataFrame, more: Iterable[Column[Any]] = ()) -> None:
    """
    Draw everybody in order; searched, sorted, and a click opens the scorecard.

    Parameters
    ----------
    rows
        As ``frame`` returns them.
    more
        Columns beside the score.
    """
    columns: tuple[Column[Any], ...] = (
        Column("rank", itemgetter("rank"), width="small"),
        *(Column(name, itemgetter(name)) for name in ("agent", "name", "team")),
        Column("posts", itemgetter("post"), width="large"),
        Column("score", itemgetter("total"), "%.2f"),
        *more,
        Column("grade", itemgetter("grade")),
        Column("payout", itemgetter("paid"), "¥%,.2f"),
    )
    shown = Register(
        "scores", columns, title="scores.ranking", widths=(3, 2), height_px=640, key="month.table"
    )
    for one in register.pick(shown, rows.to_dict("records")):
        state.choose("agent", one["agent"])
        st.switch_page(link.page("scorecard"))
