"""The roster put to the test: does it hold the target, where does it miss it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from scheduler.simulate.params import SimulationParams
from service.trial.simulation import latest_simulation, simulate_version
from ui import figures, link
from ui.against import Reach, digits, goal, reach
from ui.parts.markup import Card, Tone
from ui.state import say
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    import numpy.typing as npt

    from scheduler.post import Post
    from service.roster.rosters import RosterSheet
    from service.trial.simulation import Tested

REPLICATIONS = 30
WORST_FIRST = (Reach.MISSED, Reach.NEAR, Reach.HELD)
TONES = {Reach.MISSED: Tone.BAD, Reach.NEAR: Tone.LOOK, Reach.HELD: Tone.GOOD}


def tested(sheet: RosterSheet) -> Tested | None:
    """Return what the newest simulation of the version looked at showed, where it still holds."""
    if sheet.version is None:
        return None
    found = latest_simulation(
        link.desk(sheet.shop.id), sheet.week.label, sheet.version.version.number
    )
    return found if found is not None and found.is_current else None


def test_button(sheet: RosterSheet) -> None:
    """Draw the button that simulates the week's customers against the roster."""
    can = sheet.version is not None and sheet.forecast is not None
    pressed = st.button(
        say("test.go"),
        icon=":material/experiment:",
        disabled=not can,
        help=say("test.help" if can else "test.no_forecast"),
        key="test.go",
    )
    if pressed and sheet.version is not None:
        with st.spinner(say("test.running")):
            simulate_version(
                link.desk(sheet.shop.id),
                sheet.week.label,
                SimulationParams(replications=REPLICATIONS),
                number=sheet.version.version.number,
            )
        st.rerun()


def target_card(sheet: RosterSheet, found: Tested | None, lang: str) -> Card:
    """Return whether every post holds its target, with the interval of each."""
    name = t("answer.target", lang)
    if found is None:
        return Card(name, t("answer.target_unknown", lang), t("answer.target_unknown_note", lang))
    assert sheet.problem is not None
    total = found.kept.note.total["service_level"].mean
    value = t("answer.target_share", lang, share=figures.share(total or 0.0, lang))
    lines = [_post_line(post, found, lang) for post in sheet.problem.posts]
    lines.append(helpers_said(found, lang))
    worst = min((_reach(post, found) for post in sheet.problem.posts), key=WORST_FIRST.index)
    return Card(name, value, "\n".join(line for line in lines if line), TONES[worst])


def helpers_said(found: Tested, lang: str) -> str:
    """Return that a simulation counts on helpers nobody has named; empty: on none."""
    if not found.helpers:
        return ""
    names = dict.fromkeys(part.name for part in found.helpers)
    return t("answer.target_helpers", lang, names=t("list.comma", lang).join(names))


def _reach(post: Post, found: Tested) -> Reach:
    """Return how a post stands to its target; one that no chat came to holds it."""
    level = found.kept.note.by_post.get(post.id, {}).get("service_level")
    if level is None or level.mean is None:
        return Reach.HELD
    return reach(level.mean, post.staffing.service_level, level.high)


def _post_line(post: Post, found: Tested, lang: str) -> str:
    level = found.kept.note.by_post.get(post.id, {}).get("service_level")
    if level is None or level.mean is None:
        return ""
    target = post.staffing.service_level
    decimals = digits(level.mean, target)
    low, high = (
        figures.number(100 * (level.mean if end is None else end), lang, decimals)
        for end in (level.low, level.high)
    )
    return t(
        f"answer.target_{_reach(post, found).name.lower()}",
        lang,
        post=post_name(post.id, lang),
        share=figures.share(level.mean, lang, decimals),
        low=low,
        high=high,
        goal=goal(target, lang),
        seconds=figures.number(post.staffing.within_s, lang, 0),
    )


def missed_intervals(sheet: RosterSheet, found: Tested | None) -> npt.NDArray[np.bool_] | None:
    """
    Return where a post misses its target by more than its interval.

    Returns
    -------
    Flags; shape (posts of the requirement, intervals); None without a simulation.
    """
    if found is None or sheet.problem is None:
        return None
    high = found.kept.course["service_level"][2]
    posts = found.kept.note.posts
    rows = [
        np.nan_to_num(high[posts.index(name)], nan=1.0)
        < sheet.problem.post_by_id[name].staffing.service_level
        if name in posts
        else np.zeros(high.shape[1], dtype=bool)
        for name in sheet.problem.requirement.posts
    ]
    return np.array(rows)
