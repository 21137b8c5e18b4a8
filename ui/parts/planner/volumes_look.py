"""A file of volumes looked at before it is kept: what it holds, and what only the shop can say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from scheduler.errors import InputError
from service.demand.chat_staffing import use_handle_time
from service.demand.volume_file import (
    NamesTold,
    NoRow,
    Repeated,
    VolumeExport,
    VolumeFile,
    look_at_volumes,
)
from service.demand.volume_report import reading_report, special_of
from service.demand.volume_said import no_row_of, posts_left_out_of, repeated_of
from service.history.past_check import CheckedHistory, check_history
from service.history.volume_columns import NOBODYS, ExportColumns
from service.shop.shops import posts, shop
from ui import figures, link, state
from ui.charts.history import runs_of
from ui.charts.past import days_charts
from ui.guard import action
from ui.parts.importing import fault_table
from ui.parts.markup import Row, listing
from ui.plain import plain
from ui.state import say, spoken
from ui.words.names import day_name, post_name
from ui.words.reading import reading_lines

LOOK = "past.look"
NEW, OUT = "\0new", "\0out"
WithFile = Callable[[Callable[[Path], Any]], Any]


@dataclass(frozen=True, eq=False)
class VolumeLook:
    """
    What a file holds.

    Parameters
    ----------
    export
        As it would be read.
    report
        Of how it was read.
    past
        Its volumes, with what is missing or unlike the rest.
    """

    export: VolumeExport
    report: dict[str, Any]
    past: CheckedHistory


@dataclass(frozen=True, slots=True)
class VolumeAnswers:
    """
    What was said of a file.

    Parameters
    ----------
    told
        Which posts it means.
    new_posts, left_out
        What it calls posts that are new, or left out.
    no_row, repeated
        What an interval without a row means, and which of several rows holds.
    is_whole
        Whether all that was asked is said.
    """

    told: NamesTold
    new_posts: tuple[str, ...]
    left_out: frozenset[str]
    no_row: NoRow | None
    repeated: Repeated | None
    is_whole: bool

    def file(self, path: Path, columns: ExportColumns) -> VolumeFile:
        """Return a file to be read as was said."""
        return VolumeFile(
            path,
            columns=columns,
            no_row=self.no_row,
            repeated=self.repeated,
            posts_left_out=self.left_out,
        )


def look(file_id: str, columns: ExportColumns, with_file: WithFile) -> VolumeLook | None:
    """Return what a file holds, read once; None where it is refused, which is told."""
    key = (file_id, columns, state.chosen("shop"))
    kept = st.session_state.get(LOOK)
    if kept is not None and kept[0] == key:
        found: VolumeLook = kept[1]
        return found
    try:
        with st.spinner(say("look.reading")):
            found = with_file(lambda path: _look(VolumeFile(path, columns=columns)))
    except InputError as error:
        fault_table(error)
        return None
    st.session_state[LOOK] = (key, found)
    return found


def _look(file: VolumeFile) -> VolumeLook:
    desk = link.desk()
    export = look_at_volumes(desk, file)
    special = special_of(desk, export)
    return VolumeLook(
        export,
        reading_report(export, special, interval_min=shop(desk).interval_min),
        check_history(export.volumes, posts(desk), special),
    )


def show(found: VolumeLook) -> None:
    """Draw what a file holds: how it is read, its days with what is missing or odd, its posts."""
    lang, volumes = state.lang(), found.past.volumes
    assert volumes is not None
    st.caption(" ".join(plain(line) for line in reading_lines(found.report, lang)))
    clock = volumes.clock
    first, last = (clock.date_of(int(volumes.start_min[at])) for at in (0, -1))
    runs = runs_of(found.past.special_days, lambda name: day_name(name, lang))
    order = list(volumes.posts)
    charts = days_charts(found.past, runs, lang, first=first, last=last, order=order)
    with st.container(gap=None):
        for place, chart in enumerate(charts):
            st.altair_chart(chart, width="stretch", theme=None, key=f"look.days.{place}")
    heads = [say(f"look.head_{name}") for name in ("post", "chats", "a_day", "handle")]
    rows = [_row(found.export, row) for row in range(len(order))]
    listing(heads, rows, numbers=frozenset({1, 2, 3}))


def _row(export: VolumeExport, row: int) -> Row:
    volumes, lang = export.volumes, state.lang()
    counts = volumes.counts[row]
    dates = {volumes.clock.date_of(int(at)) for at in volumes.start_min[np.isfinite(counts)]}
    chats = float(np.nansum(counts))
    post = volumes.posts[row]
    seconds = export.handle_s.get(post)
    return Row(
        (
            post_said(post),
            figures.number(chats, lang, 0),
            figures.number(chats / max(1, len(dates)), lang, 0),
            "—" if seconds is None else figures.number(seconds, lang, 0),
        )
    )


def post_said(post: str) -> str:
    """Return what a post is called, or that a file names none."""
    return say("look.nobodys") if post == NOBODYS else post_name(post, state.lang())


def ask(found: VolumeLook, file_id: str) -> VolumeAnswers:
    """Ask what only the shop can say of a file: posts, repeated rows, intervals without a row."""
    named = ask_posts(found.export.volumes.posts, file_id)
    repeated, no_row = None, None
    repeats, missing = found.export.repeats, found.export.missing.intervals
    if repeats.unlike:
        later, earlier = repeats.examples[0]
        lines = {"later": str(later), "earlier": str(earlier), "count": str(repeats.unlike)}
        before = repeated_of(link.desk())
        repeated = _choice("repeated", list(Repeated), before, file_id, **lines)
    if missing:
        before_row = no_row_of(link.desk())
        if before_row is None and found.export.missing.is_rare:
            before_row = NoRow.UNKNOWN
        count = figures.number(missing, state.lang(), 0)
        no_row = _choice("no_row", list(NoRow), before_row, file_id, count=count)
    is_whole = (
        named.is_whole
        and not (repeats.unlike and repeated is None)
        and not (missing and not no_row)
    )
    told = NamesTold(posts=named.meant)
    return VolumeAnswers(told, named.new_posts, named.left_out, no_row, repeated, is_whole=is_whole)


def _choice(what: str, options: list[Any], before: Any, file_id: str, **told: str) -> Any:  # noqa: ANN401 - the member of an enumeration
    return st.radio(
        plain(say(f"past.{what}", **told)),
        options,
        index=None if before is None else options.index(before),
        format_func=spoken(options, lambda one: say(f"past.{what}_{one}")),
        key=f"past.{what}.{file_id}",
        horizontal=True,
    )


@dataclass(frozen=True, slots=True)
class PostAnswers:
    """What names of posts mean: ids, new ones, those left out; and whether all is said."""

    meant: dict[str, str]
    new_posts: tuple[str, ...]
    left_out: frozenset[str]
    is_whole: bool


def ask_posts(names: tuple[str, ...], file_id: str) -> PostAnswers:
    """Ask what each unknown post of a file is."""
    known = [post.id for post in posts(link.desk())]
    unknown = [name for name in names if name not in known]
    before = posts_left_out_of(link.desk())
    meant: dict[str, str] = {}
    new: list[str] = []
    out = {name for name in names if name in known and name in before}
    is_whole = True
    for name in unknown:
        options = [*known, *([] if name == NOBODYS else [NEW]), OUT]
        told = st.selectbox(
            plain(say("look.which_all" if name == NOBODYS else "look.which", name=name)),
            options,
            index=options.index(OUT) if name in before else _only(known, name),
            format_func=spoken(options, _option),
            placeholder=say("look.choose_post"),
            key=f"past.only_post.{name}.{file_id}",
        )
        is_whole &= told is not None
        if told == NEW:
            new.append(name)
        elif told == OUT:
            out.add(name)
        elif told is not None:
            meant[name] = told
    return PostAnswers(meant, tuple(new), frozenset(out), is_whole)


def _only(known: list[str], name: str) -> int | None:
    """Return the place of the one post there is, for a file that names none."""
    return 0 if name == NOBODYS and len(known) == 1 else None


def _option(told: str) -> str:
    words = {NEW: "look.post_new", OUT: "look.post_out"}
    return say(words[told]) if told in words else post_name(told, state.lang())


def report_of(export: VolumeExport) -> dict[str, Any]:
    """Return how a file was read, with what in it is unlike the rest."""
    desk = link.desk()
    interval_min = shop(desk).interval_min
    return reading_report(export, special_of(desk, export), interval_min=interval_min)


def propose_handle_times(seconds: Mapping[str, float]) -> None:
    """Offer the handling times of a file as staffing inputs, each beside the one in use."""
    if not seconds:
        return
    lang = state.lang()
    st.caption(say("look.handle_text"))
    used = {post.id: post.staffing.handle_s for post in posts(link.desk())}
    with st.container(horizontal=True):
        for post, handle_s in seconds.items():
            told = {
                "post": post_name(post, lang),
                "seconds": figures.number(handle_s, lang, 0),
                "used": figures.number(used[post], lang, 0),
            }
            st.button(
                plain(say("look.use_handle", **told)),
                key=f"look.use_handle.{post}",
                on_click=_use,
                args=(post, handle_s),
            )


@action
def _use(post: str, handle_s: float) -> None:
    use_handle_time(link.desk(), post, handle_s)
    st.toast(plain(say("past.chat_used", post=post_name(post, state.lang()))))
