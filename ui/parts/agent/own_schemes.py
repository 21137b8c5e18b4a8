"""The schemes an agent is scored by, to read and to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.scheme.scheme_publishing import SchemeRead, confirm_read
from ui import figures, link, state
from ui.guard import action
from ui.parts.hr import scheme_view, values
from ui.parts.markup import Tag, Tone, head
from ui.plain import plain
from ui.state import say

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.horizon import Clock
    from service.scheme.scheme_reading import ToRead


def one(found: ToRead, me: str, clock: Clock, today: dt.date) -> None:
    """Draw a scheme with its lines, and the button that confirms it as read."""
    scheme = found.scheme
    begins = say("scheme.from", date=scheme.valid_from.isoformat())
    is_later = scheme.valid_from > today
    tags = [
        Tag(values.capital(say(f"post_kind.{scheme.post_kind}"))),
        Tag(begins, Tone.LOOK if is_later else Tone.GOOD),
    ]
    head(scheme_view.label(scheme), tags)
    if found.read is not None:
        at = figures.stamp(found.read.at, clock, state.lang())
        st.success(plain(say("own.read_at", at=at)), icon=":material/check:")
    else:
        st.button(
            say("own.confirm"),
            type="primary",
            icon=":material/done_all:",
            on_click=_confirm,
            args=(scheme.id, scheme.version, me),
            key=f"own.read.{scheme.id}.{scheme.version}",
            width="stretch",
        )
    scheme_view.lines(scheme)


@action
def _confirm(scheme_id: str, version: int, me: str) -> None:
    read = SchemeRead(scheme_id, version, me)
    confirm_read(link.desk(name=me), read)
