"""Before scoring: which lines fall away for whom, and who is scored only by decision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from kpi.score.coverage import Gap, gaps
from service.month.months import check
from service.month.scored_anyway import Entry, ScoredAnyway, decide, decisions, withdraw
from service.shop.shops import agents, shop
from ui import done, figures, link, state
from ui.guard import guarded
from ui.parts import entry_form, register
from ui.parts.entry_form import Ask, Form
from ui.parts.hr import values
from ui.parts.register import Act, Column, Register, each
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kpi.score.scorecard import AgentScore
    from service.desk import Desk
    from service.month.months import Month, MonthRun

NAME = "coverage"
ALL = ""
PEOPLE_SHOWN = 3


@dataclass(frozen=True, slots=True)
class AnywayTold:
    """What is asked for a decision: for whom, and why."""

    who: str
    reason: str


def before_scoring(month: Month, *, is_scored: bool) -> None:
    """Draw what a month lacks for full scores, open where somebody would not be scored."""
    done.show()
    with guarded():
        with st.spinner(say("coverage.checking")):
            scores = _scores(link.desk().seen_now(), link.seen_as(), link.desk().shop_id, month)
        _draw(month, scores, is_scored=is_scored)


@st.cache_resource(max_entries=6, show_spinner=False)
def _scores(
    seen: int,  # noqa: ARG001 - by which the cache tells apart what is known
    url: str,  # noqa: ARG001 - likewise
    shop_id: str,
    month: Month,
) -> tuple[AgentScore, ...]:
    return check(link.desk(shop_id), month)


def _draw(month: Month, scores: Sequence[AgentScore], *, is_scored: bool) -> None:
    found = gaps(scores)
    held = [one for one in scores if one.is_held_back]
    kept = decisions(link.desk(), month)
    if not found and not kept:
        st.caption(say("coverage.whole"))
        return
    anyway = sum(one.is_below and one.total is not None for one in scores)
    key = "coverage.held" if held else "coverage.anyway" if anyway else "coverage.title"
    title = plain(say(key, count=len(held) or anyway, of=len(scores)))
    is_open = not is_scored  # what is not scored is told before anybody scores
    with st.expander(title, expanded=is_open, icon=":material/fact_check:"):
        st.caption(say("coverage.help"))
        register.show(_lines(_labels()), found)
        if held:
            _people(month, held)
        if kept:
            st.markdown(f"**{say('coverage.decided')}**")
            register.draw(_decided(), kept)


def _labels() -> dict[str, str]:
    return {
        one.id: one.id if one.name in ("", one.id) else f"{one.id} {one.name}"
        for one in agents(link.desk())
    }


def _lines(labels: Mapping[str, str]) -> Register[Gap]:
    lang = state.lang()

    def who(gap: Gap) -> str:
        named = [labels.get(agent, agent) for agent in gap.agents]
        shown = say("list.comma").join(named[:PEOPLE_SHOWN])
        more = len(named) - PEOPLE_SHOWN
        return say("need.more", names=shown, count=more) if more > 0 else shown

    columns: tuple[Column[Gap], ...] = (
        Column("post", lambda gap: post_name(gap.post, lang)),
        Column("line", lambda gap: values.indicator_name(gap.indicator, lang)),
        Column("count", lambda gap: say("effect.of_people", count=len(gap.agents), of=gap.of)),
        Column("share", lambda gap: _percent(gap.share)),
        Column("why", lambda gap: say(f"left_out.{gap.why}.short")),
        Column("who", who, width="large"),
    )
    return Register(NAME, columns, height_px=320)


def _people(month: Month, held: Sequence[AgentScore]) -> None:
    """Draw who is held back, and ask for a decision."""
    labels = _labels()
    columns: tuple[Column[AgentScore], ...] = (
        Column("agent", lambda one: labels.get(one.agent_id, one.agent_id)),
        Column("known", lambda one: _percent(one.coverage)),
        Column("asked", lambda one: _percent(one.least_coverage)),
    )
    people, form = st.columns([3, 2], gap="medium")
    with people:
        st.markdown(f"**{say('coverage.people')}**")
        register.show(Register(NAME, columns, key="coverage.people", height_px=320), held)
    with form:
        entry_form.draw(_asked(month, held, labels))


def _asked(month: Month, held: Sequence[AgentScore], labels: Mapping[str, str]) -> Form[AnywayTold]:
    everybody = tuple(one.agent_id for one in held)
    options = {ALL: say("coverage.all", count=len(held))}
    options |= {agent: labels.get(agent, agent) for agent in everybody}

    def enter(desk: Desk, told: AnywayTold) -> int:
        chosen = everybody if told.who == ALL else (told.who,)
        return decide(desk, ScoredAnyway(month, chosen, told.reason.strip()))

    rows = ((Ask("who", options, ALL),), (Ask("reason", fault="reason_anyway_missing"),))
    return Form(NAME, AnywayTold, rows, enter, undo=withdraw, is_main=False)


def _decided() -> Register[Entry[ScoredAnyway]]:
    lang, clock = state.lang(), shop(link.desk()).clock

    def take_back(desk: Desk, one: Entry[ScoredAnyway]) -> None:
        withdraw(desk, one.id)

    columns: tuple[Column[Entry[ScoredAnyway]], ...] = (
        Column("who", lambda one: ", ".join(one.value.agents), width="medium"),
        Column("reason", lambda one: plain(one.value.reason), width="large"),
        Column("by", lambda one: one.entered.by),
        Column("at", lambda one: figures.stamp(one.entered.at, clock, lang)),
    )
    acts = (Act("withdraw", each(take_back), ":material/undo:"),)
    return Register(NAME, columns, acts, key="coverage.decided")


def _percent(share: Decimal | None) -> str:
    return values.NONE if share is None else figures.share(float(share), state.lang(), 1)


def decided(run: MonthRun, agent: str) -> None:
    """Say by whose decision, when and why an agent is scored, where it is by one."""
    for one in run.inputs.anyway:
        score = next(each for each in run.scores if each.agent_id == agent)
        if agent in one.decision.agents and score.is_below:
            at = figures.stamp(one.entered.at, shop(link.desk()).clock, state.lang())
            told = {"by": one.entered.by, "at": at, "reason": one.decision.reason}
            st.caption(plain(say("coverage.card_by", **told)))


def note(score: AgentScore) -> str:
    """Return that a score is held back, or rests on little by decision; empty: neither."""
    if not score.is_below or not score.coverage:
        return ""
    key = "coverage.card_held" if score.is_held_back else "coverage.card_decided"
    known, asked = _percent(score.coverage), _percent(score.least_coverage)
    return say(key, known=known, asked=asked)
