"""People who left: what is kept of them and until when, handed out, and erased."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.persons import erasing, tidying
from service.persons.handing_out import own_archive
from service.shop.shops import agent_names
from ui import done, figures, link, state
from ui.guard import action
from ui.parts.hr.asking import full_day
from ui.parts.markup import Card, Row, Tone, cards, listing
from ui.person_words import part_name, readme
from ui.plain import plain
from ui.state import say, spoken
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from scheduler.horizon import Clock
    from service.persons.erasing import ErasePreview
    from service.persons.tidying import PersonsDue

WHO = "persons.who"


def draw(clock: Clock) -> None:
    """Draw who left, what is past its time, one person's data, and who was erased."""
    found = tidying.due(link.desk())
    _answers(found)
    _past(found)
    names = agent_names(link.desk())
    gone = {one.agent_id for one in found.erased}
    left = [one.agent_id for one in found.leavers]
    people = [*left, *sorted(names.keys() - gone - set(left)), *sorted(gone)]
    labels = {one: " ".join(dict.fromkeys((one, names.get(one, "")))).strip() for one in people}
    st.subheader(say("persons.one"), anchor=False, help=say("persons.one_help"))
    chosen = st.selectbox(
        say("persons.choose"),
        people,
        index=None,
        format_func=spoken(people, labels.__getitem__),
        placeholder=say("persons.choose_hint"),
        key=WHO,
        label_visibility="collapsed",
    )
    if chosen is None:
        st.caption(plain(say("persons.pick" if people else "persons.nobody")))
    else:
        _hand_out(chosen)
        if chosen not in gone:
            _preview(erasing.preview(link.desk(), chosen))
    _erased(found, clock)


def _answers(found: PersonsDue) -> None:
    undated = sum(one.left is None for one in found.leavers)
    held = sum(bool(one.faults) for one in found.past)
    cards(
        [
            Card(
                say("persons.left"),
                say("persons.count", count=len(found.leavers)),
                say("persons.undated", count=undated) if undated else "",
                Tone.LOOK if undated else Tone.PLAIN,
            ),
            Card(
                say("persons.past"),
                say("persons.count", count=len(found.ready) + len(found.names)),
                say("persons.held", count=held) if held else "",
                Tone.LOOK if found.is_any else Tone.GOOD,
            ),
            Card(say("persons.erased"), say("persons.count", count=len(found.erased))),
        ]
    )


def _past(found: PersonsDue) -> None:
    """Draw the button that removes what is past its time."""
    if not found.is_any:
        return
    ids = [*(one.agent_id for one in found.ready), *(one.agent_id for one in found.names)]
    people = say("list.comma").join(ids)
    st.warning(plain(say("persons.past_text", people=people or "—", looks=found.looks)))
    st.button(say("persons.tidy"), on_click=_tidy, key="persons.tidy", icon=":material/delete:")


@action
def _tidy() -> None:
    gone = tidying.tidy(link.desk())
    counts = {"erased": len(gone.erased), "names": len(gone.names), "looks": gone.looks}
    done.tell(say("cli.persons_tidied", **counts))


def _hand_out(agent_id: str) -> None:
    """Draw the button that hands out all that is kept about somebody."""
    desk = link.desk()
    if not desk.may("person_exported"):
        return
    st.download_button(
        say("persons.export"),
        lambda: own_archive(desk, agent_id, readme).content,
        f"{agent_id}.zip",
        "application/zip",
        key="persons.export",
        icon=":material/download:",
        help=say("persons.export_help"),
        on_click="ignore",
    )


def _preview(found: ErasePreview) -> None:
    """Draw what erasing somebody would do, and the button that does it."""
    lang = state.lang()
    heads = [say(f"persons.head_{name}") for name in ("what", "rows", "becomes", "why")]
    listing(heads, _rows(found, lang), numbers=frozenset({1}))
    if found.is_number_a_name:
        st.warning(plain(say("persons.number_is_name", agent=found.agent_id)))
    if found.faults:
        for fault in found.faults:
            st.info(plain(fault_sentence(fault, lang)), icon=":material/block:")
        return
    key = f"persons.sure.{found.agent_id}"
    sure = st.checkbox(plain(say("persons.sure", agent=found.agent_id)), key=key)
    st.button(
        plain(say("persons.erase", agent=found.agent_id)),
        on_click=_erase,
        args=(found.agent_id,),
        key="persons.erase",
        icon=":material/person_remove:",
        disabled=not sure,
    )


def _rows(found: ErasePreview, lang: str) -> list[Row]:
    """Return the rows of a preview: what goes, what stays until when and why."""
    until = full_day(found.name_until)
    law = max(found.terms, key=lambda one: one.until).law
    article = law.article if lang == "zh" else law.article_en
    told = (
        ("goes", found.goes, say("persons.why_goes")),
        ("kept", found.kept, article),
        ("stays", found.stays, say("persons.why_stays")),
    )
    rows = [
        Row((part_name(name, lang), str(count), say(f"erase_part.{kind}", until=until), why))
        for kind, held, why in told
        for name, count in held.items()
    ]
    name = (say("persons.name"), "1", say("persons.name_becomes", until=until), article)
    access = say("list.comma").join(found.accounts)
    ended = [(say("persons.access"), access, say("erase_part.goes"), say("persons.why_goes"))]
    return [Row(name), *(map(Row, ended) if access else ()), *rows]


@action
def _erase(agent_id: str) -> None:
    person = erasing.erase(link.desk(), agent_id)
    st.session_state.pop(WHO, None)
    told = {"agent": agent_id, "code": person.code, "until": person.name_until.isoformat()}
    done.tell(say("cli.person_erased", **told))


def _erased(found: PersonsDue, clock: Clock) -> None:
    """Draw who was erased."""
    if not found.erased:
        return
    lang, sees = state.lang(), link.desk().may("sealed_names")
    st.subheader(say("persons.erased_title"), anchor=False, help=say("persons.sealed_help"))
    heads = [say(f"persons.head_{name}") for name in ("agent", "code", "by", "at", "name", "until")]
    rows = [
        Row(
            (
                *(one.agent_id, one.code, one.erased.by),
                figures.stamp(one.erased.at, clock, lang),
                (one.name or say("persons.forgotten")) if sees else say("persons.sealed"),
                full_day(one.name_until),
            )
        )
        for one in found.erased
    ]
    listing(heads, rows, numbers=frozenset())
