"""Publishing: who, what changes for whom, and the reason where a hard rule is broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.outbound.channels import channels
from service.roster.overriding import judged
from service.roster.publishing import publish
from service.roster.rosters import differences
from service.roster.weeks import last_publisher
from ui import link, state
from ui.guard import guard
from ui.parts.versions import unbound_told
from ui.plain import plain
from ui.state import say
from ui.words.sentences import judged_sentence

if TYPE_CHECKING:
    from service.roster.rosters import RosterSheet

MINUTE_S = 60
SHOWN = 8


def publish_button(sheet: RosterSheet) -> None:
    """Draw the button that opens the dialog; disabled where there is no draft."""
    is_draft = sheet.version is not None and sheet.version.is_draft
    if st.button(
        say("publish.open"), icon=":material/publish:", disabled=not is_draft, key="publish.open"
    ):
        _dialog(sheet)


def _dialog(sheet: RosterSheet) -> None:
    st.dialog(say("publish.title"), width="medium")(guard(_form))(sheet)


def _form(sheet: RosterSheet) -> None:
    assert sheet.version is not None
    assert sheet.verdict is not None
    broken = len(sheet.verdict.stretches)
    st.markdown(
        plain(say("publish.what", number=sheet.version.version.number, week=sheet.week.label))
    )
    st.caption(plain(_changes(sheet)))
    if told := _begun(sheet):
        st.warning(plain(told), icon=":material/history:")
    st.caption(plain(_told()))
    proposed = state.chosen("name") or last_publisher(link.desk())
    name = st.text_input(say("publish.name"), value=proposed, key="publish.name")
    reason = ""
    if broken:
        _broken(sheet)
        reason = st.text_area(
            say("publish.reason"),
            "\n".join(reasons_of(sheet)),  # what was said when rules of the house were broken
            key="publish.reason",
            placeholder=say("publish.reason_hint"),
        )
    ready = bool(name.strip()) and (not broken or bool(reason.strip()))
    if st.button(say("publish.go"), type="primary", disabled=not ready, key="publish.go"):
        state.choose("name", name.strip())
        _publish(reason)
        st.rerun()
    if not ready:
        st.caption(say("publish.missing"))


def _told() -> str:
    """Return who is told once a roster is published."""
    names = [one.value.name for one in channels(link.desk())]
    if not names:
        return say("publish.tells_none")
    return say("publish.tells", who=say("channels.and").join(names))


def _broken(sheet: RosterSheet) -> None:
    """Tell the breaches, each with whether it is of law or of the house."""
    assert sheet.problem is not None
    assert sheet.version is not None
    assert sheet.verdict is not None
    found = judged(sheet.problem, sheet.version.version.roster, sheet.verdict.stretches)
    law = sum(each.ground is not None for each in found)
    head = plain(say("publish.broken", count=len(found), law=law))
    first = sorted(found, key=lambda each: each.ground is None)[:SHOWN]
    told = (judged_sentence(each, sheet.problem, state.lang(), sheet.overrides) for each in first)
    lines = [f"- {plain(line)}" for line in told]
    lines += ["- …"] if len(found) > SHOWN else []
    st.error("\n".join((head, "", *lines)), icon=":material/error:")


def reasons_of(sheet: RosterSheet) -> tuple[str, ...]:
    """Return why the rules of the house that are broken were broken by hand, each reason once."""
    assert sheet.verdict is not None
    still = sheet.verdict.violations
    told = (each.value for each in sheet.overrides)
    found = (each.reason for each in told if any(map(each.is_of, still)))
    return tuple(dict.fromkeys(found))


def _begun(sheet: RosterSheet) -> str:
    """Return what of a draft has begun already and will bind nobody; empty: nothing."""
    assert sheet.version is not None
    now_min = int(link.now().timestamp()) // MINUTE_S
    shifts = tuple(s for s in sheet.version.version.roster.shifts if s.start_min < now_min)
    was = sheet.published is not None
    return say("publish.begun", **unbound_told(shifts)) if shifts and not was else ""


def _changes(sheet: RosterSheet) -> str:
    if sheet.published is None:
        return say("publish.first")
    assert sheet.version is not None
    old, new = sheet.published.version.number, sheet.version.version.number
    week = state.chosen("week")
    people = len(differences(link.desk(), week, old, new))
    return say("publish.changes", number=old, count=people)


def _publish(reason: str) -> None:
    week = state.chosen("week")
    publish(link.desk(), week, reason=reason)
