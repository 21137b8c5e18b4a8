"""The week that is looked at, or what to do where there is none yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from service.roster.rosters import Origin, roster_sheet
from ui import figures, link, state
from ui.guard import show_notice
from ui.parts.markup import Tag, Tone, empty
from ui.parts.start import beginning
from ui.state import say

if TYPE_CHECKING:
    from service.roster.rosters import KeptVersion, RosterSheet


def open_sheet(number: int | None = None) -> RosterSheet:
    """Return the sheet of the chosen week; where there is none, say what is missing and stop."""
    show_notice()
    _shop, week = state.chosen("shop"), state.chosen("week")
    require_shop()
    if not week:
        missing("empty.week")
    return roster_sheet(link.desk(), week, number)


def require_shop() -> None:
    """Stop where no shop is chosen, and say what brings one."""
    if not state.chosen("shop"):
        missing("empty.shop")


def missing(key: str) -> NoReturn:
    """Say what is missing, offer the steps that bring it, and stop."""
    empty(say(key), say(f"{key}_text"))
    with st.container(horizontal=True, horizontal_alignment="center"):
        if not state.chosen("shop"):
            if st.button(say("empty.go_setup"), type="primary", icon=":material/storefront:"):
                st.switch_page(link.page("setup"))
            beginning.demo()
        else:
            beginning.next_week()
        if st.button(say("empty.go_weeks"), icon=":material/upload_file:"):
            st.switch_page(link.page("weeks"))
    st.stop()


def week_title(sheet: RosterSheet) -> str:
    """Return the week's number, or those of the first and the last, and the dates."""
    horizon = sheet.week.horizon
    last_day = horizon.date(horizon.days - 1)
    first, last = (day.isocalendar().week for day in (horizon.start, last_day))
    dates = figures.stretch(horizon.start, last_day, state.lang())
    if first == last:
        return say("week.title", number=first, dates=dates)
    return say("week.title_of_several", first=first, last=last, dates=dates)


def version_tags(sheet: RosterSheet) -> list[Tag]:
    """Return what state the week's roster is in."""
    if sheet.version is None:
        return [Tag(say("version.none"), Tone.LOOK)]
    tags = [version_tag(sheet.version)]
    if sheet.version.is_draft and sheet.published is not None:
        tags.append(Tag(say("version.in_force", number=sheet.published.version.number), Tone.GOOD))
    return tags


def version_tag(version: KeptVersion) -> Tag:
    """Return number and state of a version."""
    number = version.version.number
    if version.is_draft:
        return Tag(say("version.draft", number=number))
    broken = bool(version.version.reason)
    return Tag(say("version.published", number=number), Tone.LOOK if broken else Tone.GOOD)


def version_story(version: KeptVersion, sheet: RosterSheet) -> str:
    """Return how a version came to be and who published it."""
    clock = sheet.week.horizon.clock
    at = figures.stamp(version.changed.at, clock, state.lang())
    how = version.origin if version.changed == version.made else Origin.EDITED
    story = say(f"origin_story.{how}", by=version.changed.by, at=at)
    told = version.version
    if told.published_at is None:
        return story
    at = figures.stamp(told.published_at, clock, state.lang())
    return say("version.published_by", by=told.published_by, at=at)
