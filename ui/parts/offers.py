"""Open shifts, overtime and early leaving: putting them up, who claims, giving the places."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import streamlit as st

from scheduler.horizon import DAY_MIN
from scheduler.keys import Asked
from scheduler.open_stretch import OpenStretch
from service.floor.as_if import with_places
from service.phone import claiming
from service.phone.offers import OfferKind, OfferOrder, OfferTerms
from service.phone.offers_seen import OfferState, offers
from service.phone.requests_seen import AskedState
from service.phone.vacant import vacant
from ui import done, figures, link, state
from ui.guard import action
from ui.parts import entry_form
from ui.parts.effects import effect
from ui.parts.entry_form import Ask, Form
from ui.parts.markup import empty
from ui.plain import plain
from ui.request_words import claim_gets, when
from ui.state import say, spoken
from ui.words.names import absence_name, post_name
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.horizon import Clock
    from scheduler.problem import RosterProblem
    from scheduler.roster import Roster
    from service.desk import Desk
    from service.floor.day import FloorDay
    from service.phone.offers_seen import OfferSeen
    from service.phone.vacant import VacantStretch
    from service.roster.rosters import RosterSheet

CLOSES_H = (0.0, 0.5, 1.0, 2.0, 4.0, 12.0, 24.0, 48.0)
LEAVES = ("compensatory", "personal", "unpaid")
MINUTE_S, HOUR_S = 60, 3600


@dataclass(frozen=True, slots=True)
class OfferTold:
    """What is asked of something to put up."""

    post: str
    date: dt.date
    starts: dt.time
    ends: dt.time
    places: Annotated[int, Asked(least=1, most=500)]
    closes: float
    order: OfferOrder = OfferOrder.FIRST
    reason: str = ""
    leave: str = LEAVES[0]
    invited: tuple[str, ...] = ()
    least_contract: Annotated[float, Asked(most=168)] = 0.0
    most_contract: Annotated[float, Asked(most=168)] = 168.0
    most_each: Annotated[int, Asked(most=100)] = 0

    def stretch(self, clock: Clock) -> OpenStretch:
        """Return the stretch; an end that is not after the start is of the next day."""
        first, last = (one.hour * 60 + one.minute for one in (self.starts, self.ends))
        last += DAY_MIN * (last <= first)
        ends = clock.at(self.date, first), clock.at(self.date, last)
        return OpenStretch(self.post, *ends, self.places)

    def terms(self, kind: OfferKind, start_min: int) -> OfferTerms:
        """Return the terms; it closes so many hours before it begins."""
        return OfferTerms(
            kind,
            self.places,
            int(start_min * MINUTE_S - self.closes * HOUR_S),
            self.order,
            self.invited,
            (self.least_contract, self.most_contract),
            self.most_each,
            self.reason,
            self.leave,
        )


def form(
    problem: RosterProblem,
    roster: Roster,
    kinds: Sequence[OfferKind],
    *,
    dates: Sequence[dt.date],
    key: str,
    floor: FloorDay | None = None,
) -> None:
    """Ask what is put up, from when until when, for whom; say what it does to a day; put it up."""
    label, clock = problem.horizon.iso_week, problem.horizon.clock
    st.markdown(f"**{say('offer.title')}**", help=say("offer.text"))
    kind = kinds[0]
    if len(kinds) > 1:
        kind = st.segmented_control(
            say("offer.kind"),
            kinds,
            default=kind,
            required=True,
            format_func=spoken(kinds, lambda one: say(f"offer.kind_{one}")),
            key=f"{key}.kind",
            label_visibility="collapsed",
        )
    begun = _source(problem, roster, key, dates, floor) if kind is not OfferKind.EARLY else None

    def enter(desk: Desk, told: OfferTold) -> int:
        stretch = told.stretch(clock)
        terms = told.terms(kind, stretch.start_min)
        return claiming.put_up(desk, label, stretch, terms)

    def look(_: Desk, told: OfferTold) -> str:
        assert floor is not None
        places = -told.places if kind is OfferKind.EARLY else told.places
        then = with_places(floor, told.stretch(clock), places)
        return say("offer.all_taken", effect=effect(floor, then))

    entry_form.draw(
        Form(
            "offer",
            OfferTold,
            _rows(problem, kind, dates, begun),
            enter,
            done=lambda told, _: say("offer.enter_done", count=told.places),
            undo=claiming.take_down,
            look=None if floor is None else look,
            rare=_rare(problem),
            title="",
            border=False,
            key=f"{key}.{kind}.{'' if begun is None else hash(begun)}",
        )
    )


def of_week(sheet: RosterSheet) -> None:
    """Ask what is put up of a week, once a roster of it is published."""
    if sheet.problem is None or sheet.version is None or sheet.published is None:
        empty(say("offer.unpublished"), say("offer.unpublished_text"))
        return
    roster, dates = sheet.version.version.roster, sheet.week.horizon.dates
    form(sheet.problem, roster, list(OfferKind), dates=dates, key="offer.week")


def of_day(floor: FloorDay) -> None:
    """Ask what is put up of a day as it goes on: overtime and going home early first."""
    with st.container(border=True, key="offer_panel"):
        kinds = (OfferKind.LONGER, OfferKind.EARLY, OfferKind.SHIFT)
        dates = (floor.date,)
        form(floor.problem, floor.roster, kinds, dates=dates, key="offer.day", floor=floor)
    listed(floor.problem.horizon.clock, kinds, (floor.date,), key="offers.day", is_quiet=True)


def _source(
    problem: RosterProblem,
    roster: Roster,
    key: str,
    dates: Sequence[dt.date],
    floor: FloorDay | None,
) -> VacantStretch | None:
    """Let a gap or a shift whose person is away be chosen; None: it is told by hand."""
    found = vacant(problem, roster, link.now(), dates, cover=None if floor is None else floor.cover)
    if not found:
        return None
    places = range(-1, len(found))
    chosen = st.selectbox(
        say("offer.source"),
        places,
        index=1,
        format_func=spoken(
            places,
            lambda at: plain(say("offer.by_hand") if at < 0 else _vacant(problem, found[at])),
        ),
        key=f"{key}.source",
    )
    return None if chosen < 0 else found[chosen]


def _vacant(problem: RosterProblem, one: VacantStretch) -> str:
    lang, each = state.lang(), one.stretch
    told = when(each.start_min, each.end_min, problem.horizon.clock, lang)
    values = {"post": post_name(each.post, lang), "when": told}
    if not one.agent_id:
        return say("offer.gap", **values, count=each.missing)
    agent = problem.agent_by_id.get(one.agent_id)
    name = one.agent_id if agent is None else agent.name or agent.id
    return say("offer.of_absent", **values, who=name)


def _rows(
    problem: RosterProblem,
    kind: OfferKind,
    dates: Sequence[dt.date],
    begun: VacantStretch | None,
) -> tuple[tuple[Ask, ...], ...]:
    lang, clock = state.lang(), problem.horizon.clock
    days = {one: plain(figures.day(one, lang)) for one in dates}
    posts = {one.id: post_name(one.id, lang) for one in problem.posts}
    first, since, until, post, count = dates[0], dt.time(18), dt.time(20), next(iter(posts)), 1
    if begun is not None:
        each = begun.stretch
        first, post, count = clock.date_of(each.start_min), each.post, max(1, each.missing)
        since, until = (_time(clock.clock_of(one)) for one in (each.start_min, each.end_min))
    closes = {one: _closes(one) for one in CLOSES_H}
    order = (Ask("order"),) if kind is not OfferKind.EARLY else _leave()
    return (
        (Ask("post", posts, post), Ask("date", days, first)),
        (Ask("starts", begins=since), Ask("ends", begins=until)),
        (Ask("places", begins=count), Ask("closes", closes, 0.5)),
        order,
        *(((Ask("reason"),),) if kind is not OfferKind.EARLY else ()),
    )


def _leave() -> tuple[Ask, ...]:
    kinds = {one: absence_name(one, state.lang()) for one in LEAVES}
    return (Ask("order"), Ask("leave", kinds))


def _rare(problem: RosterProblem) -> tuple[tuple[Ask, ...], ...]:
    people = {one.id: f"{one.id} {one.name}".strip() for one in problem.agents}
    return (
        (Ask("invited", people, is_many=True),),
        (Ask("least_contract", begins=0.0), Ask("most_contract", begins=168.0)),
        (Ask("most_each", begins=0),),
    )


def _closes(hours: float) -> str:
    if not hours:
        return say("offer.closes_at_start")
    return say("offer.closes_before", hours=figures.number(hours, state.lang(), 1))


def _time(clock: int) -> dt.time:
    return dt.time(clock // 60 % 24, clock % 60)


def listed(
    clock: Clock,
    kinds: Sequence[OfferKind],
    dates: Sequence[dt.date],
    *,
    key: str,
    is_quiet: bool = False,
) -> None:
    """List what is put up on some days, with its claims and what can be done; quiet: if any."""
    found = [
        one
        for one in offers(link.desk())
        if one.entry.value.terms.kind in kinds and clock.date_of(one.entry.value.start_min) in dates
    ]
    if not found:
        if not is_quiet:
            empty(say("offer.none"), say("offer.none_text"))
        return
    for one in found:
        _one(one, clock, key)


def _one(one: OfferSeen, clock: Clock, key: str) -> None:
    offer, number, lang = one.entry.value, one.entry.id, state.lang()
    with st.container(border=True):
        told = when(offer.start_min, offer.end_min, clock, lang)
        kind = say(f"offer.kind_{offer.terms.kind}")
        st.markdown(f"**{plain(f'{kind} · {post_name(offer.post, lang)} · {told}')}**")
        until = figures.stamp(dt.datetime.fromtimestamp(offer.closes_s(), dt.UTC), clock, lang)
        turn = say(f"offer.turn_{offer.terms.order}")
        count = say("offer.count", given=one.given, places=offer.terms.places, until=until)
        st.caption(plain(f"{say(f'offer.state_{one.state}')} · {count} · {turn}"))
        if note := _turn_note(one):
            st.caption(plain(say(note)))
        for claim in one.claims:
            st.markdown(plain(_claim(one, claim.value.agent_id, claim.state, clock)))
        if one.state is OfferState.ENDED:
            return
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if one.waiting and one.left:
                st.text_input(say("inbox.reason"), key=f"{key}.reason.{number}")
                st.button(
                    plain(say("offer.give", count=min(one.left, len(one.waiting)))),
                    type="primary",
                    key=f"{key}.give.{number}",
                    on_click=_give,
                    args=(number, f"{key}.reason.{number}", one.names),
                )
            if one.state is OfferState.OPEN:
                st.button(
                    say("offer.end"), key=f"{key}.end.{number}", on_click=_end, args=(number,)
                )


def _turn_note(one: OfferSeen) -> str:
    """Return the words for how places went at the deadline; empty: there is nothing to say."""
    offer = one.entry.value
    if offer.settled_s:
        return "offer.settled"
    is_due = one.state is OfferState.CLOSED and bool(one.waiting) and bool(one.left)
    has_begun = offer.start_min * 60 <= link.now().timestamp()
    is_fewest = offer.terms.order is OfferOrder.FEWEST
    return "offer.settles_soon" if is_due and is_fewest and not has_begun else ""


def _claim(one: OfferSeen, who: str, at: AskedState, clock: Clock) -> str:
    claim = next(each for each in one.claims if each.value.agent_id == who)
    name = one.names.get(who) or who
    told = f"{name} · {claim_gets(claim.value, clock, state.lang())}"
    if who in one.hours:
        hours = figures.number(one.hours[who], state.lang())
        told = f"{told} · {say('offer.hours', hours=hours)}"
    key = "waits" if at is AskedState.ACCEPTED else str(at)
    return f"{told} · {say(f'asked.state_{key}')}"


@action
def _give(number: int, reason: str, names: dict[str, str]) -> None:
    told = str(st.session_state.get(reason, ""))
    found = claiming.give_places(link.desk(), number, reason=told)
    lines = [say("offer.given", count=len(found.given))]
    for who, faults in found.kept_back:
        said = " ".join(fault_sentence(one, state.lang()) for one in faults)
        lines.append(say("offer.kept_back", who=names.get(who) or who, why=said))
    done.tell(" ".join(lines))


@action
def _end(number: int) -> None:
    claiming.take_down(link.desk(), number)
    done.tell(say("offer.ended_done"))
