"""Training before a post: how far everybody is, entering results, and what has to be passed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import streamlit as st

from service.records import training_gate
from service.records.certificates import StageResult, gate_preset
from ui import done, link, state
from ui.guard import action
from ui.parts import entry_form
from ui.parts.entry_form import Ask, Form
from ui.parts.hr.asking import day, days_between, person, posts_known
from ui.parts.hr.values import short
from ui.parts.markup import Row, empty, listing
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.registers.training_gate import TrainingProgress
    from service.records.certificates import Gate, Stage, Trainee

BACK = dt.timedelta(days=60)
USUAL_POINTS = 80


def stage_title(one: Stage) -> str:
    """Return a stage's title in the chosen language."""
    return one.title_zh if state.lang() == "zh" else one.title_en


def progress(learning: Sequence[Trainee]) -> None:
    """List who is on the way to which post, stage by stage."""
    if not learning:
        empty(say("training.none"), say("training.none_text"))
        return
    names, lang = people(), state.lang()
    most = max(len(one.gate.stages) for one in learning)
    titles = [stage_title(stage) for stage in learning[0].gate.stages]
    titles += [say("training.stage")] * (most - len(titles))
    heads = [say("training.agent"), say("training.post"), *titles, say("training.next")]
    rows = []
    for one in learning:
        marks = [_mark(one, stage) for stage in one.gate.stages]
        marks += ["—"] * (most - len(marks))
        rows.append(
            Row(
                (
                    names.get(one.agent_id, one.agent_id),
                    post_name(one.gate.post, lang),
                    *marks,
                    _next(one),
                )
            )
        )
    listing(heads, rows, numbers=frozenset())


def _mark(one: Trainee, stage: Stage) -> str:
    mine = [each for each in one.results if each.stage == stage.id]
    if not mine:
        return "—"
    points = short(mine[-1].points, state.lang())
    return f"✓ {points}" if stage.id in one.progress.passed else f"✕ {points}"


def _next(one: Trainee) -> str:
    found = next((each for each in one.gate.stages if each.id == one.progress.next_stage), None)
    if found is None:
        return say("training.certified")
    return say("training.then", stage=stage_title(found), mark=short(found.pass_mark, state.lang()))


def form(gates: dict[str, Gate], today: dt.date) -> None:
    """Ask for the result of a stage and keep it."""
    if not gates:
        return
    posts = {name: post_name(name, state.lang()) for name in gates}
    chosen = st.selectbox(
        say("training.post"),
        list(posts),
        format_func=spoken(posts, posts.__getitem__),
        key="training.post",
    )
    stages = {one.id: stage_title(one) for one in gates[chosen].stages}
    rows = (
        (person("agent_id", "nobody_chosen"),),
        (Ask("stage", stages),),
        (day("date", days_between(today - BACK, today)),),
        (Ask("points", begins=USUAL_POINTS),),
    )
    given = {"post": chosen, "assessor": link.by()}
    entry_form.draw(
        Form(
            "training",
            StageResult,
            rows,
            training_gate.enter_result,
            given,
            _entered,
            key=f"training.{chosen}",
        )
    )


def _entered(result: StageResult, found: TrainingProgress) -> str:
    key = "training.entered" if found.certificate is None else "training.earned"
    return say(key, agent=result.agent_id, post=post_name(result.post, state.lang()))


def gate_list(gates: dict[str, Gate]) -> None:
    """Show what has to be passed for each post, and ask for other pass marks."""
    st.caption(say("training.gates_text"))
    columns = st.columns(max(len(posts_known()), 1), gap="medium")
    for column, (post, title) in zip(columns, posts_known().items(), strict=False):
        with column:
            _gate(post, title, gates.get(post))


def _gate(post: str, title: str, gate: Gate | None) -> None:
    if gate is None:
        with st.container(border=True):
            st.markdown(f"**{plain(title)}**")
            st.caption(say("training.no_gate"))
            st.button(
                say("training.adopt"), key=f"training.adopt.{post}", on_click=_adopt, args=(post,)
            )
        return
    with st.form(f"training.gate.{post}", border=True):
        st.markdown(f"**{plain(title)}**")
        for stage in gate.stages:
            st.number_input(
                plain(say("training.pass_mark", stage=stage_title(stage))),
                min_value=0,
                max_value=100,
                value=int(stage.pass_mark),
                step=1,
                key=f"training.mark.{post}.{stage.id}",
            )
        st.number_input(
            say("training.valid_days"),
            min_value=1,
            value=gate.valid_days,
            step=30,
            placeholder=say("certificates.endless"),
            key=f"training.valid.{post}",
        )
        st.form_submit_button(say("training.save"), on_click=_save, args=(gate,))


@action
def _adopt(post: str) -> None:
    _keep(gate_preset(post))


@action
def _save(gate: Gate) -> None:
    stages = tuple(
        replace(one, pass_mark=Decimal(st.session_state[f"training.mark.{gate.post}.{one.id}"]))
        for one in gate.stages
    )
    _keep(replace(gate, stages=stages, valid_days=st.session_state[f"training.valid.{gate.post}"]))


def _keep(gate: Gate) -> None:
    training_gate.save_gate(link.desk(), gate)
    done.tell(say("training.saved", post=post_name(gate.post, state.lang())))
