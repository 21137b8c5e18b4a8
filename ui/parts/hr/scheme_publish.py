"""Where a sketch begins, how it is kept, and how it is published with its date."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

import streamlit as st

from kpi.scheme.scheme import PostKind
from service.month.kpi_plans import presets, schemes
from service.month.months import Month
from service.scheme.scheme_editing import (
    blank_sketch,
    drop_sketch,
    save_sketch,
    sketch_of,
    sketches,
)
from service.scheme.scheme_publishing import publish_scheme
from service.scheme.scheme_reading import reading
from service.shop.shops import shop
from ui import link, state
from ui.guard import action
from ui.parts.hr import scheme_view, sketching
from ui.plain import plain
from ui.state import say
from ui.words.catalogue import t
from ui.words.needs import NAMES_SHOWN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.scheme.scheme import Scheme
    from service.scheme.scheme_editing import Sketch

DAY = dt.timedelta(days=1)
DONE = "editor.done"


def chooser() -> None:
    """Draw what can be begun from: own schemes, sketches, those that ship."""
    options = _sources()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(options)
        st.selectbox(
            say("editor.source"),
            names,
            format_func=state.spoken(names, lambda name: _named(name, options[name])),
            key="editor.source",
            width=460,
        )
        st.button(
            say("editor.begin"), icon=":material/content_copy:", on_click=_begin, key="editor.begin"
        )


def _sources() -> dict[str, Sketch]:
    kept = sketches(link.desk())
    own = reversed(schemes(link.desk()))
    blanks = {f"blank.{kind}": blank_sketch(kind) for kind in PostKind}
    return {
        **{f"sketch.{entry.value.id}": entry.value for entry in kept},
        **{f"own.{one.id}.{one.version}": sketch_of(one) for one in own},
        **{f"preset.{one.id}": sketch_of(one) for one in presets()},
        **blanks,
    }


def _named(name: str, sketch: Sketch) -> str:
    if name.startswith("blank."):
        return say("editor.source_blank", kind=say(f"post_kind.{sketch.post_kind}"))
    title = sketch.title_zh if state.lang() == "zh" else sketch.title_en
    text = say("scheme.label", title=title, version=sketch.version)
    return say(f"editor.source_{name.partition('.')[0]}", scheme=text)


@action
def _begin() -> None:
    sketch = _sources()[st.session_state["editor.source"]]
    sketching.begin(sketch if sketch.id else _named_blank(sketch))


def _named_blank(sketch: Sketch) -> Sketch:
    """Return a blank scheme with an id nobody has and a title, both to be changed."""
    known = {one.id for one in schemes(link.desk())}
    known |= {entry.value.id for entry in sketches(link.desk())}
    number = next(one for one in count(1) if f"{sketch.post_kind}-{one}" not in known)
    zh, en = (
        t("editor.blank_title", lang, kind=t(f"post_kind.{sketch.post_kind}", lang))
        for lang in ("zh", "en")
    )
    return replace(sketch, id=f"{sketch.post_kind}-{number}", title_zh=zh, title_en=en)


def _is_first(sketch: Sketch) -> bool:
    """Return whether the shop has no scheme yet for that kind of post."""
    return all(one.post_kind is not sketch.post_kind for one in schemes(link.desk()))


def _first_date(sketch: Sketch, today: dt.date) -> dt.date:
    """
    Return from when a scheme is proposed to hold: from the next month on.

    The first one of its kind holds from the month that is looked at, where that is over or has
    begun: without it that month could not be scored.
    """
    month = state.chosen("month")
    if month and _is_first(sketch):
        return min(Month.parse(month), Month.of(today)).first
    return Month.of(Month.of(today).last + DAY).first


def edit_button(scheme: Scheme) -> None:
    """Draw the button that opens a scheme in the editor, as its next version."""
    if st.button(say("editor.edit"), icon=":material/edit:", key="schemes.edit", width="stretch"):
        sketching.begin(sketch_of(scheme))
        st.switch_page(link.page("scheme_editor"))


def publishing(sketch: Sketch, scheme: Scheme | None) -> None:
    """Draw the date and the buttons that keep or publish a sketch."""
    today = link.now().astimezone(shop(link.desk()).clock.zone).date()
    st.subheader(say("editor.publish_title"), help=say("editor.publish_help"), anchor=False)
    begins = st.date_input(
        say("editor.valid_from"),
        value=_first_date(sketch, today),
        format="YYYY-MM-DD",
        key=sketching.key("valid_from"),
    )
    if begins <= today and not _is_first(sketch):
        st.caption(say("editor.backwards"))
    with st.container(horizontal=True):
        st.button(
            say("editor.publish"),
            type="primary",
            icon=":material/publish:",
            disabled=scheme is None,
            on_click=_publish,
            args=(scheme, begins),
            key="editor.publish",
        )
        st.button(
            say("editor.keep"),
            icon=":material/save:",
            help=say("editor.keep_help"),
            on_click=_keep,
            args=(sketch,),
            key="editor.keep",
        )
    if scheme is None:
        st.caption(say("editor.cannot_publish"))


@action
def _publish(scheme: Scheme, begins: dt.date) -> None:
    found = publish_scheme(link.desk(), scheme, valid_from=begins)
    drop_sketch(link.desk(), scheme.id)
    sketching.begin(sketch_of(found))
    date = found.valid_from.isoformat()
    st.session_state[DONE] = say("editor.published", scheme=scheme_view.label(found), date=date)


@action
def _keep(sketch: Sketch) -> None:
    save_sketch(link.desk(), sketch)
    st.session_state[DONE] = say("editor.kept")


def show_done() -> None:
    """Say, once, what the last button did."""
    done = st.session_state.pop(DONE, None)
    if done:
        st.success(plain(done), icon=":material/check:")


def readers(scheme: Scheme, names: Mapping[str, str]) -> None:
    """Say who has confirmed a scheme as read, and who has not."""
    today = link.now().astimezone(shop(link.desk()).clock.zone).date()
    found = reading(link.desk(), scheme, today)
    whole = len(found.read) + len(found.waiting)
    if not whole:
        return
    text = say("readers.count", read=len(found.read), of=whole)
    if not found.waiting:
        st.caption(f"✓ {plain(text)}")
        return
    waiting = say("list.comma").join(names.get(one, one) for one in found.waiting[:NAMES_SHOWN])
    if len(found.waiting) > NAMES_SHOWN:
        waiting = say("need.more", names=waiting, count=len(found.waiting) - NAMES_SHOWN)
    st.caption(f"{plain(text)} {plain(say('readers.waiting', names=waiting))}")
