"""What a shop's own attendance says of how many do not come, beside what is set for a post."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.floor.own_absences import LEAST, WEEKS, adopt_absences, own_absences
from ui import done, figures, link, state
from ui.guard import action
from ui.plain import plain
from ui.state import say
from ui.words.names import post_name

if TYPE_CHECKING:
    from scheduler.post import Post
    from service.floor.own_absences import OwnAbsence


def own_absence(post: Post) -> None:
    """Say what the last weeks show of a post, and offer to take it over; or why nothing is."""
    found = own_absences(link.desk()).get(post.id)
    if found is None or found.rate is None:
        known = 0 if found is None else found.known
        told = {"weeks": WEEKS, "known": known, "least": LEAST}
        st.caption(plain(say("own_absence.too_few", **_numbers(told))))
        return
    st.caption(plain(_said(found, post.staffing.absence_rate)))
    if found.rate != post.staffing.absence_rate:
        st.button(
            plain(say("own_absence.adopt", share=figures.share(found.rate, state.lang(), 1))),
            key="staff.own_absence",
            on_click=_adopt,
            args=(found,),
        )


def _said(found: OwnAbsence, kept: float) -> str:
    lang, rate = state.lang(), found.rate
    assert rate is not None  # asked before
    low, high = found.ends
    counts = {"known": found.known, "away": found.away, "unknown": found.unknown, "weeks": WEEKS}
    shares = {"share": rate, "low": low, "high": high, "kept": kept}
    told = {name: figures.share(value, lang, 1) for name, value in shares.items()}
    text = say("own_absence.found", **_numbers(counts), **told)
    if not found.unknown:
        return text
    return text + say("own_absence.unknown", **_numbers({"unknown": found.unknown}))


def _numbers(counts: dict[str, int]) -> dict[str, str]:
    return {name: figures.number(count, state.lang(), 0) for name, count in counts.items()}


@action
def _adopt(found: OwnAbsence) -> None:
    kept = adopt_absences(link.desk(), found)
    share = figures.share(kept.absence_rate, state.lang(), 1)
    done.tell(say("own_absence.adopted", post=post_name(found.post, state.lang()), share=share))
