"""What a supervisor sees of a week that is over: answers, what is missing, pictures and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.spreadsheet import csv_of, workbook_of
from ui import after_words, figures, link, menu, state
from ui.charts.after import chat_charts, people_charts
from ui.parts.downloads import XLSX
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.plain import plain
from ui.roles import role_for
from ui.state import say
from ui.words.caveats import caveat_text
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.demand import Caveat
    from service.floor.post_after import PostAfter
    from service.floor.week_after import WeekAfter

FAR_OFF = 0.15
"""Share by which a week's chats may be off before it is worth a look."""
REMEDIES = {
    "after_no_volumes": ("history", "after.import_volumes"),
    "after_no_attendance": ("data", "after.import_attendance"),
    "after_no_simulation": ("week", "after.simulate"),
    "after_no_chats": ("data", "after.import_chats"),
}
"""Where what is missing can be brought: page, and the word on its button."""


def answers(found: WeekAfter) -> None:
    """Draw what the week came to, over all posts."""
    cards([_chats(found), _hours(found), _people(found), _level(found)])


def _chats(found: WeekAfter) -> Card:
    lang = state.lang()
    known = [row for row in found.posts if row.came is not None and row.forecast]
    if not known:
        return Card(say("after.card_chats"), "—", say("caveat.after_no_volumes"))
    came, told = (sum(getattr(row, name) or 0.0 for row in known) for name in ("came", "forecast"))
    off = came / told - 1
    note = say(
        "after.card_chats_note",
        came=figures.number(came, lang, 0),
        forecast=figures.number(told, lang, 0),
    )
    tone = Tone.LOOK if abs(off) > FAR_OFF else Tone.GOOD
    return Card(say("after.card_chats"), figures.change(off, lang), note, tone)


def _hours(found: WeekAfter) -> Card:
    lang, known = state.lang(), [row for row in found.posts if row.needed_hours is not None]
    planned = sum(row.planned_hours for row in found.posts)
    required = sum(row.required_hours for row in found.posts)
    notes = [
        say(
            "after.card_hours_note",
            planned=figures.number(planned, lang),
            required=figures.number(required, lang),
        )
    ]
    if not known:
        return Card(
            say("after.card_hours"), "—", "\n".join((*notes, say("caveat.after_no_volumes")))
        )
    more = sum((row.needed_hours or 0.0) - (row.required_there or 0.0) for row in known)
    return Card(say("after.card_hours"), figures.signed(more, lang), "\n".join(notes))


def _people(found: WeekAfter) -> Card:
    lang, name = state.lang(), say("after.card_people")
    known = sum(row.kept.known_min for row in found.posts)
    if found.people.present is None or not known:
        return Card(name, "—", say("caveat.after_no_attendance"))
    share = sum(row.kept.adherent_min for row in found.posts) / known
    present = sum(row.present_hours or 0.0 for row in found.posts)
    planned = sum(row.planned_there or 0.0 for row in found.posts)
    note = say(
        "after.card_people_note",
        present=figures.number(present, lang),
        planned=figures.number(planned, lang),
    )
    return Card(name, figures.share(share, lang, 1), note)


def _level(found: WeekAfter) -> Card:
    lang, name = state.lang(), say("after.card_level")
    told = [(row, level) for row in found.posts if (level := _reached(row)) is not None]
    if not told:
        return Card(name, "—", say("caveat.after_no_chats"))
    met = sum(level >= row.target for row, level in told)
    values = (f"{post_name(row.post, lang)} {after_words.measured(row, lang)}" for row, _ in told)
    return Card(
        name,
        say("after.card_level_met", met=met, of=len(told)),
        say("list.comma").join(values),
        Tone.GOOD if met == len(told) else Tone.BAD,
    )


def _reached(row: PostAfter) -> float | None:
    return None if row.measured is None else row.measured.level


def caveats(found: WeekAfter) -> None:
    """Say what is missing and what makes numbers rest on a part, with the way to mend it."""
    for one in found.caveats:
        said, button = st.columns([5, 1], vertical_alignment="center")
        said.caption(plain(f"⚠ {told(one, state.lang())}"))
        page, word = REMEDIES.get(one.code, ("", ""))
        may = bool(page) and role_for(menu.named(page)) is not None
        if may and button.button(say(word), key=f"after.mend.{one.code}"):
            st.switch_page(link.page(page))


def told(one: Caveat, lang: str) -> str:
    """Return a caveat in words, the post it is of before it."""
    text = caveat_text(one.code, one.details, lang)
    return f"{post_name(one.post, lang)}: {text}" if one.post else text


def pictures(found: WeekAfter, order: Sequence[str]) -> None:
    """Draw the chats, and the people, of each post."""
    chats, people = st.tabs([say("after.tab_chats"), say("after.tab_people")])
    for place, name, charts in (
        (chats, "chats", chat_charts(found, state.lang(), order=order)),
        (people, "people", people_charts(found, state.lang(), order=order)),
    ):
        with place, st.container(gap=None):
            st.caption(say(f"after.legend_{name}"))
            for number, chart in enumerate(charts):
                st.altair_chart(chart, width="stretch", theme=None, key=f"after.{name}.{number}")


def by_post(found: WeekAfter) -> None:
    """List the posts, plan beside what happened."""
    lang = state.lang()
    st.subheader(say("after.by_post"), help=say("after.by_post_help"), anchor=False)
    rows = [Row(after_words.post_cells(row, lang)) for row in found.posts]
    names = after_words.heads(after_words.POST_HEADS, lang)
    listing(names, rows, numbers=frozenset(range(1, len(names))))


def overrulings(found: WeekAfter) -> None:
    """List who overruled the forecast, and what that gained or lost."""
    lang = state.lang()
    st.subheader(say("after.overrulings"), help=say("after.overrulings_help"), anchor=False)
    if not found.gains:
        st.caption(say("after.no_overrulings"))
        return
    rows = [
        Row(after_words.gain_cells(gain, found, lang), "" if (gain.chats or 0) >= 0 else "gone")
        for gain in found.gains
    ]
    names = after_words.heads(after_words.GAIN_HEADS, lang)
    listing(names, rows, numbers=frozenset(range(4, len(names))))
    st.caption(say("after.level_note"))


def files(found: WeekAfter) -> None:
    """Draw a menu that hands the week out as a workbook, or its posts as CSV."""
    lang, stem = state.lang(), f"{found.label}-after"
    with st.popover(say("table.download"), icon=":material/download:", key="after.files"):
        st.download_button(
            "XLSX",
            lambda: workbook_of(after_words.after_tables(found, lang)),
            f"{stem}.xlsx",
            XLSX,
            key="after.xlsx",
            on_click="ignore",
            width="stretch",
        )
        st.download_button(
            "CSV",
            lambda: csv_of(after_words.after_tables(found, lang)[0]),
            f"{stem}.csv",
            "text/csv",
            key="after.csv",
            on_click="ignore",
            width="stretch",
        )
