"""A chosen file before it is kept: what it holds, and what it leaves open, asked once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from scheduler.errors import InputError
from service.file_asked import (
    HOLDS,
    NOTHING_ASKED,
    OF_ONE_FILE,
    LeftOpen,
    Meant,
    NamesTold,
    as_told,
    file_head,
    likely,
    mapped_before,
    month_named,
)
from service.file_look import FileLook, look_at
from service.shop.importing import LASTING
from service.shop.people import USUAL
from service.shop.shops import agent_names
from ui import link, looking, state
from ui.parts.hr import file_columns
from ui.parts.hr.asking import posts_known
from ui.parts.hr.file_kinds import KINDS
from ui.parts.importing import as_file, fault_table
from ui.parts.requests import people
from ui.plain import plain
from ui.state import say, spoken
from ui.words.file_looks import about_lines
from ui.words.reading import files_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from service.month.months import Month

ROUNDS = 4
"""A file whose columns are known now may name people who are not; and so on."""
PLATFORM = "people_platform"
ACROSS = 4
LOOKS = "files.looks"
ASKED = "files.asked"


@dataclass(frozen=True, slots=True)
class FileSeen:
    """
    A file that was looked at.

    Parameters
    ----------
    file, kind
        What was chosen, and what it was taken for.
    asked, answer
        What it leaves open, and what was said of it so far.
    look
        What it would bring with that answer.
    """

    file: UploadedFile
    kind: str
    asked: LeftOpen
    answer: NamesTold
    look: FileLook

    @property
    def key(self) -> str:
        """Return the beginning of the keys of what is asked about unusual numbers."""
        return f"data.unusual.{self.file.file_id}"

    @property
    def is_in_already(self) -> bool:
        """
        Return whether nothing of it need be taken in, since its newest like holds the same.

        Counts without a date of their own may be meant for another month: those are asked about.
        """
        dated = self.kind not in LASTING and OF_ONE_FILE & self.answer.constants.keys()
        return self.look.is_in_already and not dated

    @property
    def is_ready(self) -> bool:
        """Return whether it can be kept as it stands."""
        return self.look.is_good and (not self.look.unusual or bool(looking.answer(self.key)))


def seen(file: UploadedFile, kind: str, month: Month) -> FileSeen:
    """Return a file as it looks with what was answered; what it leaves open is remembered."""
    month = month_named(file.name) or month
    kept: dict[str, LeftOpen] = st.session_state.setdefault(ASKED, {})
    key = f"{file.file_id}.{kind}"
    asked = kept.get(key, NOTHING_ASKED).without(agent_names(link.desk()), posts_known())
    with as_file(file) as path:
        before_all = _mapped_before(kind, path)
        for _ in range(ROUNDS):
            answer = before_all.joined(_answer(file, kind, asked, month))
            look = _looked(key, kind, path, answer)
            before, asked = asked, asked.grown(look)
            if asked == before:
                break
    kept[key] = asked
    return FileSeen(file, kind, asked, answer, look)


def _mapped_before(kind: str, path: Path) -> NamesTold:
    """Return how such a report was mapped under a name, where it was."""
    if kind != file_columns.COUNTS:
        return NamesTold()
    try:
        head = file_head(link.desk(), path, KINDS[kind].table, kind)
    except InputError:
        return NamesTold()
    return mapped_before(link.desk(), head.columns)


def _looked(key: str, kind: str, path: Path, answer: NamesTold) -> FileLook:
    """Return what a file would bring; the same question is asked once."""
    kept: dict[str, tuple[object, FileLook]] = st.session_state.setdefault(LOOKS, {})
    desk = link.desk()
    about = (repr(answer), desk.shop_id, desk.seen_now(), state.lang())
    if key not in kept or kept[key][0] != about:
        with as_told(answer), st.spinner(say("data.looking")):
            kept[key] = (about, look_at(desk, KINDS[kind].take, path, kind))
    return kept[key][1]


def _key(file: UploadedFile, kind: str, name: str) -> str:
    return f"data.asked.{file.file_id}.{kind}.{name}"


def _answer(file: UploadedFile, kind: str, asked: LeftOpen, month: Month) -> NamesTold:
    """Return what was said so far; where nothing was, what is proposed."""
    names = agent_names(link.desk()) if asked.people else {}
    columns = file_columns.chosen(_key(file, kind, "columns"))
    people = {
        said: str(st.session_state.get(_key(file, kind, f"people.{said}"), likely(said, names)))
        for said in asked.people
    }
    posts = {
        said: str(st.session_state.get(_key(file, kind, f"posts.{said}"), _only_post()))
        for said in asked.posts
    }
    constants = {
        name: str(st.session_state.get(_key(file, kind, name), _usual(kind, name, month))).strip()
        for name in asked.lacking
        if name not in columns
    }
    return NamesTold(
        columns={KINDS[kind].table: columns} if columns else {},
        people=_given(people),
        posts=_given(posts),
        constants=_given(constants),
    )


def platform_of(one: FileSeen) -> str:
    """Return whose files name people so, as somebody said; empty: any platform's."""
    return str(st.session_state.get(_key(one.file, one.kind, PLATFORM), "")).strip()


def _given(told: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in told.items() if text}


def _only_post() -> str:
    """Return the shop's post where it has one alone; empty: it has several."""
    known = list(posts_known())
    return known[0] if len(known) == 1 else ""


def _usual(kind: str, column: str, month: Month) -> str:
    """Return what is proposed for all rows of a file that lacks a column; empty: nothing."""
    if HOLDS.get(column) is Meant.POST:
        return _only_post()
    if kind == "staff" and column in USUAL:
        return say("asked.no") if USUAL[column] == "no" else USUAL[column]
    proposed = {
        ("facts", "date"): month.last.isoformat(),  # counts of a whole month stand on its last day
        ("pay_plans", "valid_from"): month.first.isoformat(),
        ("targets", "month"): str(month),
    }
    return proposed.get((kind, column), "")


def draw(one: FileSeen, month: Month) -> None:
    """Draw what a file holds, and ask what it leaves open."""
    month = month_named(one.file.name) or month
    names = agent_names(link.desk())
    if one.look.is_good:
        for line in files_lines(one.look.rows, state.lang()):
            st.caption(plain(line))
        st.caption(plain(" ".join(about_lines(one.look, names, state.lang()))))
    if one.asked.lacking:
        _ask_lacking(one, month)
    if one.asked.people and not names:
        st.caption(say("asked.no_people"))
    elif one.asked.people:
        _ask_names(one, "people", {"": say("asked.nobody"), **people()}, names)
        st.text_input(
            say("asked.platform"),
            help=say("asked.platform_help"),
            key=_key(one.file, one.kind, PLATFORM),
            max_chars=50,
            width=320,
        )
    if one.asked.posts:
        _ask_names(one, "posts", {"": say("asked.nobody"), **posts_known()}, {})
    if one.look.others:
        st.text(say("data.refused", file=one.file.name))
        fault_table(InputError(one.look.others))
    with as_file(one.file) as path:
        file_columns.draw(one.kind, path, _key(one.file, one.kind, "columns"))


def _ask_lacking(one: FileSeen, month: Month) -> None:
    """Ask what holds for every row of a file that lacks columns."""
    st.markdown(f"**{say('data.for_all')}**")
    st.caption(plain(say("data.for_all_text", file=one.file.name)))
    places = st.columns(ACROSS)
    also = "also" if state.lang() == "zh" else "also_en"
    for at, (name, how) in enumerate(one.asked.lacking.items()):
        label = str(how.get(also) or name).partition(" / ")[0]
        key, usual = _key(one.file, one.kind, name), _usual(one.kind, name, month)
        options = {Meant.PERSON: people, Meant.POST: posts_known}.get(HOLDS.get(name))  # type: ignore[arg-type]
        if options is None:
            places[at % ACROSS].text_input(plain(label), value=usual, key=key, max_chars=100)
        else:
            _choice(places[at % ACROSS], label, {"": say("asked.nobody"), **options()}, usual, key)


def _ask_names(
    one: FileSeen, what: str, options: Mapping[str, str], names: Mapping[str, str]
) -> None:
    """Ask whom or what some names mean, each once, with a proposal where one is likely."""
    said: tuple[str, ...] = getattr(one.asked, what)
    st.markdown(f"**{plain(say(f'asked.{what}', count=len(said)))}**")
    st.caption(say(f"asked.{what}_text"))
    places = st.columns(ACROSS)
    for at, name in enumerate(said):
        usual = likely(name, names) if what == "people" else _only_post()
        key = _key(one.file, one.kind, f"{what}.{name}")
        _choice(places[at % ACROSS], name, options, usual, key)


def _choice(
    place: st.delta_generator.DeltaGenerator,
    label: str,
    options: Mapping[str, str],
    usual: str,
    key: str,
) -> None:
    known = list(options)
    place.selectbox(
        plain(label),
        known,
        index=known.index(usual) if usual in options else 0,
        format_func=spoken(known, options.__getitem__),
        key=key,
    )
