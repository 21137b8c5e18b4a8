"""What a sweep is for: to see all of it, or to search it for a goal; and plans to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from scheduler.staffing.sealed import hours_to_fill
from scheduler.sweep_row import Depth
from scheduler.sweep_search import SearchGoal
from scheduler.whatif import contract_cost, unpriced
from ui.plain import plain
from ui.state import say, spoken

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem

AIM, MANY = "sweep.aim", "sweep.levers"
ALL, SHORT, TARGET, BUDGET = "all", "short", "target", "budget"
DEPTHS = {SHORT: Depth.ROSTER, TARGET: Depth.SIMULATED, BUDGET: Depth.SIMULATED}
"""How deep each scenario of a search is worked out: what its goal is a number of."""
FEW = 0.01  # of the required hours that may stay open, at first
PART_TIME = 20.0


def ask(problem: RosterProblem) -> tuple[SearchGoal | None, Depth | None]:
    """Ask what is looked for; return the goal and its depth, or None twice: all is to be seen."""
    aims = (ALL, SHORT, TARGET) + (() if unpriced(problem) else (BUDGET,))
    if st.session_state.get(AIM) not in aims:
        st.session_state[AIM] = ALL
    aim = st.selectbox(
        say("sweep.aim"), aims, format_func=spoken(aims, lambda each: say(f"sweep.aim_{each}")),
        key=AIM,
    )  # fmt: skip
    if aim == ALL:
        return None, None
    st.caption(say(f"sweep.about_{aim}"))
    return _goal(aim, problem), DEPTHS[aim]


def _goal(aim: str, problem: RosterProblem) -> SearchGoal:
    if aim == SHORT:
        usual = float(round(FEW * sum(hours_to_fill(problem).values())))
        hours = st.number_input(
            say("sweep.goal_short"), min_value=0.0, value=usual, step=1.0, format="%g",
            key="sweep.goal.short",
        )  # fmt: skip
        return SearchGoal(most_short=hours)
    if aim == TARGET:
        share = st.number_input(
            say("sweep.goal_target"), min_value=1.0, max_value=99.9, value=80.0, step=1.0,
            format="%g", key="sweep.goal.target",
        )  # fmt: skip
        return SearchGoal(least_level=round(share / 100, 9))
    yuan = st.number_input(
        say("sweep.goal_budget"), min_value=1.0, value=float(round(contract_cost(problem))),
        step=1000.0, format="%.0f", key="sweep.goal.budget",
    )  # fmt: skip
    return SearchGoal(budget=yuan)


def offer_plans(problem: RosterProblem) -> None:
    """Draw plans that fill the fields: whom to hire, and which menu of shift types."""
    with st.popover(say("sweep.begin"), icon=":material/lightbulb:", key="sweep.begin"):
        for name in ("mix", "menus"):
            st.button(
                plain(say(f"sweep.begin_{name}")),
                help=say(f"sweep.begin_{name}_help"),
                key=f"sweep.begin.{name}",
                on_click=_fill,
                args=(name, tuple(post.id for post in problem.posts)),
                width="stretch",
            )


def _fill(name: str, posts: tuple[str, ...]) -> None:
    """Put a plan into the fields."""
    told: dict[str, Any] = {AIM: SHORT}
    if name == "menus":
        told |= {MANY: 1, "sweep.what.0": "menu", "sweep.values.0.menu.False": "2, 3, 4, 6"}
    else:
        kinds: list[tuple[str, tuple[str, ...], float | None]] = [
            (post, (), None) for post in posts[:2]
        ]
        kinds += [(posts[0], posts[1:2], None)] * (len(posts) > 1)
        kinds.append((posts[0], (), PART_TIME))
        for place, (post, also, hours) in enumerate(kinds):
            told |= {
                f"sweep.what.{place}": "hires",
                f"sweep.post.{place}.True": post,
                f"sweep.values.{place}.hires.False": "0, 1, 2",
                f"sweep.also.{place}.{post}": list(also),
                f"sweep.hours_week.{place}": hours,
            }
        told |= {MANY: len(kinds), "sweep.how": "grid"}
    st.session_state.update(told)
