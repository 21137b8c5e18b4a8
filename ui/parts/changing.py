"""What a change of the roster would lead to, in words, and keeping it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from scheduler.shift import Shift
from scheduler.verify.verdict import in_stretches
from service.roster.editing import change
from ui import figures, link, state
from ui.guard import action
from ui.plain import plain
from ui.state import say
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scheduler.problem import RosterProblem
    from scheduler.verify.verdict import Violation
    from service.roster.leading import Change
    from service.roster.overriding import Weighed

SHOWN = 8

Moved = tuple[tuple[Shift, ...], tuple[Shift, ...]]


def offer(
    found: Change,
    moved: Moved,
    *,
    key: str,
    done: str = "roster_changed",
    kept: Callable[[], object] | None = None,
) -> None:
    """
    Offer to keep a change: with a reason where the house's rules are broken, never the law's.

    Parameters
    ----------
    found, moved
        What it leads to, and its shifts.
    key
        What the keys of the widgets begin with.
    done
        What the log calls it.
    kept
        Called once it is kept, in place of saying so.
    """
    reason = f"{key}.reason"
    if found.weighed.house and not found.weighed.law:
        st.text_input(
            say("edit.reason"), key=reason, placeholder=say("edit.reason_hint"), max_chars=200
        )
    st.button(
        say("edit.save_anyway" if found.new and not found.weighed.law else "edit.save"),
        type="primary",
        icon=":material/save:",
        on_click=_save,
        args=(moved, reason, done, kept),
        disabled=bool(found.weighed.law),
        key=f"{key}.save" if done != "roster_changed" else "edit.save",
        width="stretch",
    )


def show(problem: RosterProblem, found: Change) -> None:
    """Tell what a change costs, breaks and heals."""
    lang = state.lang()
    amount = figures.number(abs(found.cost_change), lang, 1)
    direction = "more" if found.cost_change > 0 else "less"
    price = problem.rules.weights.shortage_per_agent_hour
    sign = ":red" if found.cost_change > 0 else ":green"
    if abs(found.cost_change) < 0.05:
        st.markdown(say("edit.cost_same"))
    else:
        hours = figures.number(abs(found.cost_change) / price, lang, 1) if price else "—"
        st.markdown(f"{sign}[{plain(say(f'edit.cost_{direction}', amount=amount, hours=hours))}]")
    new, gone = (
        in_stretches(each, problem.horizon.interval_min) for each in (found.new, found.gone)
    )
    if not new:
        st.success(say("edit.breaks_nothing"), icon=":material/check_circle:")
    _show_weighed(problem, found.weighed)
    if others := [each for each in new if each not in found.weighed.found]:
        _list(problem, others, say("edit.breaks", count=len(others)), is_house=False)
    if gone:
        st.info(plain(say("edit.heals", count=len(gone))), icon=":material/healing:")


def _show_weighed(problem: RosterProblem, weighed: Weighed) -> None:
    """Tell what is forbidden, with article and remedy, and what the house's rules count for."""
    lang = state.lang()
    for each in weighed.law[:SHOWN]:
        article = each.named.get("article" if lang == "zh" else "article_en", "")
        head = plain(violation_sentence(each.found, problem, lang))
        why = plain(f"{article} {say(f'remedy.{each.ground}')}".strip())
        st.error(f"**{say('edit.forbidden')}** {head}\n\n{why}", icon=":material/block:")
    found = [each.found for each in weighed.house]
    if found:
        points = figures.number(weighed.price, lang, 1)
        told = say("edit.breaks_house", count=len(found), points=points)
        _list(problem, found, told, is_house=True)


def _list(problem: RosterProblem, found: Sequence[Violation], head: str, *, is_house: bool) -> None:
    """Draw breaches below what is said of them; those of the house may be done all the same."""
    sentences = [violation_sentence(each, problem, state.lang()) for each in found[:SHOWN]]
    lines = "\n".join(f"- {plain(each)}" for each in sentences)
    if is_house:
        st.warning(f"{plain(head)}\n\n{lines}", icon=":material/gavel:")
    else:
        st.error(f"{plain(head)}\n\n{lines}", icon=":material/error:")


@action
def _save(moved: Moved, reason: str, done: str, kept: Callable[[], object] | None = None) -> None:
    week, (removed, added) = state.chosen("week"), moved
    told = str(st.session_state.get(reason, ""))
    change(link.desk(), week, removed=removed, added=added, reason=told, action=done)
    if kept is None:
        st.toast(say("edit.saved"), icon=":material/check:")
    else:
        kept()
