"""Who can cover a gap or a chosen stretch: ranked, with price; given at once, or put up to them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import streamlit as st

from scheduler.horizon import DAY_MIN
from scheduler.open_stretch import OpenStretch
from service.floor.as_if import with_call, with_shifts
from service.phone import claiming
from service.phone.offers import OfferKind, OfferTerms
from service.phone.vacant import vacant
from service.roster import covering as service
from ui import done, figures, link, state
from ui.guard import action
from ui.parts import offers
from ui.parts.day_view import agent_label
from ui.parts.editing import shift_line
from ui.parts.effects import effect
from ui.plain import plain
from ui.request_words import when
from ui.state import say, spoken
from ui.words.names import post_name, rule_name
from ui.words.sentences import violation_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.shift import Shift
    from service.desk import Desk
    from service.floor.day import FloorDay
    from service.roster.covering import CoverOffer, CoverPair, WhoCan
    from service.roster.rosters import RosterSheet

FOUND = "cover.found"
SHOWN, HELD_SHOWN, INVITED = 6, 20, 20
MINUTE_S, HOUR_MIN, BEFORE_S = 60, 60, 1800


def panel(
    sheet: RosterSheet,
    dates: Sequence[dt.date],
    *,
    lists_offers: bool = True,
    floor: FloorDay | None = None,
) -> None:
    """
    Draw the question who can cover something on some days of a week, and the answer.

    Parameters
    ----------
    sheet, dates
        The week, and the days asked about.
    lists_offers
        Whether open shifts put up for them are listed below.
    floor
        The day as it goes on, on which each answer's effect is told; None: none is.
    """
    if sheet.problem is None or sheet.version is None:
        return
    with st.container(border=True, key="cover_panel"):
        st.markdown(f"**{say('cover_by.title')}**", help=say("cover_by.help"))
        stretch = _stretch(sheet, dates, floor)
        st.button(
            say("cover_by.ask"),
            icon=":material/group_search:",
            key="cover_by.ask",
            on_click=_ask,
            args=(sheet.week.label, stretch),
        )
        asked, seen = st.session_state.get(FOUND, (None, None))
        if asked == (sheet.week.label, stretch):
            _answer(sheet, seen, floor)
        clock = sheet.week.horizon.clock
        if lists_offers and sheet.published is not None:
            offers.listed(clock, (OfferKind.SHIFT,), dates, key="cover_by.offers", is_quiet=True)


def _stretch(sheet: RosterSheet, dates: Sequence[dt.date], floor: FloorDay | None) -> OpenStretch:
    """Let a gap, a shift whose person is away or a stretch of one's own be chosen."""
    problem, clock = sheet.problem, sheet.week.horizon.clock
    assert problem is not None
    assert sheet.version is not None
    roster, cover = sheet.version.version.roster, None if floor is None else floor.cover
    found = [one.stretch for one in vacant(problem, roster, link.now(), dates, cover=cover)]
    places = [*range(len(found)), -1]
    lang = state.lang()

    def told(at: int) -> str:
        if at < 0:
            return say("offer.by_hand")
        one = found[at]
        span = when(one.start_min, one.end_min, clock, lang)
        return say("offer.gap", post=post_name(one.post, lang), when=span, count=one.missing)

    chosen = st.selectbox(
        say("offer.source"),
        places,
        format_func=spoken(places, lambda at: plain(told(at))),
        key="cover_by.source",
    )
    return found[chosen] if chosen >= 0 else _by_hand(sheet, dates)


def _by_hand(sheet: RosterSheet, dates: Sequence[dt.date]) -> OpenStretch:
    assert sheet.problem is not None
    lang, clock = state.lang(), sheet.week.horizon.clock
    posts = [post.id for post in sheet.problem.posts]
    first, second = st.columns(2)
    third, fourth = st.columns(2)
    post = first.selectbox(
        say("cover_by.post"),
        posts,
        format_func=spoken(posts, lambda one: plain(post_name(one, lang))),
        key="cover_by.post",
    )
    date = second.selectbox(
        say("cover_by.date"),
        dates,
        format_func=spoken(dates, lambda one: plain(figures.day(one, lang))),
        key="cover_by.date",
    )
    starts = third.time_input(say("cover_by.starts"), dt.time(18), key="cover_by.starts")
    ends = fourth.time_input(say("cover_by.ends"), dt.time(20), key="cover_by.ends")
    begin, end = (one.hour * HOUR_MIN + one.minute for one in (starts, ends))
    end += DAY_MIN * (end <= begin)
    return OpenStretch(post, clock.at(date, begin), clock.at(date, end), 1)


@action
def _ask(label: str, stretch: OpenStretch) -> None:
    st.session_state.pop(FOUND, None)
    seen = service.who_can(link.desk(), label, stretch)
    st.session_state[FOUND] = (label, stretch), seen


def _answer(sheet: RosterSheet, seen: WhoCan, floor: FloorDay | None) -> None:
    """Draw who may, each with reasons, price and a button, and whom the rules hold back."""
    found = seen.found
    if not found.offers:
        st.info(say("cover_by.nobody"))
    for place, offer in enumerate(found.offers[:SHOWN]):
        line, button = st.columns([5, 1], vertical_alignment="center")
        told = [_price(seen, offer), *_effect(floor, offer)]
        lines = "  \n".join(plain(one) for one in told)
        line.markdown(f"**{plain(_head(seen, offer))}**  \n{lines}")
        button.button(
            say("cover_by.call" if offer.helper.call else "cover_by.give"),
            key=f"cover_by.give.{place}",
            type="primary" if place == 0 else "secondary",
            on_click=_give,
            args=(sheet.week.label, seen, offer),
            width="stretch",
        )
    _pairs(sheet, seen, floor)
    more = len(found.offers) - SHOWN
    if more > 0:
        st.caption(plain(say("cover_by.more", count=more)))
    free = [one.person.agent_id for one in found.offers if one.helper.call is None]
    if free and sheet.published is not None:
        st.button(
            plain(say("cover_by.put_up", count=min(INVITED, len(free)))),
            icon=":material/campaign:",
            key="cover_by.put_up",
            help=say("cover_by.put_up_help"),
            on_click=_put_up,
            args=(sheet.week.label, found.stretch, tuple(free[:INVITED])),
        )
    _held_back(seen)


def _effect(floor: FloorDay | None, *offers: CoverOffer) -> list[str]:
    """Return what the day becomes with people who cover; nothing where no day is looked at."""
    if floor is None:
        return []
    gone: list[Shift] = []
    come: list[Shift] = []
    then = floor
    for helper in (one.helper for one in offers):
        if helper.call is not None:
            then = with_call(then, helper.call)
            continue
        gone += [] if helper.instead_of is None else [helper.instead_of]
        come.append(helper.shift)
    return [effect(floor, with_shifts(then, gone, come) if come else then)]


def _pairs(sheet: RosterSheet, seen: WhoCan, floor: FloorDay | None) -> None:
    """Offer to split a stretch that nobody can take whole."""
    lang = state.lang()
    if seen.found.pairs:
        st.caption(say("cover_by.pairs"))
    for place, pair in enumerate(seen.found.pairs):
        both = (pair.first, pair.second)
        line, button = st.columns([4, 1], vertical_alignment="center")
        heads = "  \n".join(f"**{plain(_head(seen, one))}**" for one in both)
        whole = seen.found.stretch.end_min - seen.found.stretch.start_min
        told = say(
            "cover_by.together",
            hours=figures.number(pair.covered_min / HOUR_MIN, lang, 1),
            whole=figures.number(whole / HOUR_MIN, lang, 1),
            cost=figures.signed(pair.cost_change, lang, 1),
        )
        lines = "  \n".join(plain(one) for one in (told, *_effect(floor, *both)))
        line.markdown(f"{heads}  \n{lines}")
        button.button(
            say("cover_by.give_both"),
            key=f"cover_by.pair.{place}",
            on_click=_give_pair,
            args=(sheet.week.label, seen, pair),
            width="stretch",
        )


@action
def _give_pair(label: str, seen: WhoCan, pair: CoverPair) -> None:
    number = service.give_pair(link.desk(), label, seen, pair)
    st.session_state.pop(FOUND, None)
    names = (agent_label(seen.problem, one.person.agent_id) for one in (pair.first, pair.second))
    said = say("cover_by.given", agent=say("list.comma").join(names), number=number)
    done.tell(said, lambda desk: service.take_pair_back(desk, label, pair))


def _head(seen: WhoCan, offer: CoverOffer) -> str:
    helper, problem = offer.helper, seen.problem
    name = agent_label(problem, offer.person.agent_id)
    values = {"agent": name, "shift": shift_line(problem, helper.shift)}
    if helper.call is not None:
        return say("cover_by.standby", **values)
    if helper.instead_of is None:
        return say("cover_by.free", **values)
    return say("cover_by.moved", **values, old=shift_line(problem, helper.instead_of))


def _price(seen: WhoCan, offer: CoverOffer) -> str:
    """Return what covers how much, and what it costs: pay, overtime, rest, wishes, fairness."""
    lang = state.lang()
    pay = None if seen.pay is None else seen.pay.get(offer.person.agent_id)
    whole = seen.found.stretch.end_min - seen.found.stretch.start_min
    parts = [
        say(
            "cover_by.covers",
            hours=figures.number(offer.covered_min / HOUR_MIN, lang, 1),
            whole=figures.number(whole / HOUR_MIN, lang, 1),
        ),
        say("mend.pay_closed") if pay is None else figures.money(pay, lang),
        say("cover_by.overtime", hours=figures.signed(offer.overtime_hours, lang, 1)),
        say(
            "cover_by.week",
            hours=figures.number(offer.week_min / HOUR_MIN, lang, 1),
            contract=figures.number(offer.contract_min / HOUR_MIN, lang, 0),
        ),
    ]
    if offer.rest_min is not None:
        rest = figures.number(offer.rest_min / HOUR_MIN, lang, 1)
        parts.append(say("cover_by.rest", hours=rest))
    if offer.wishes:
        parts.append(say("cover_by.wishes", weight=figures.signed(offer.wishes, lang, 0)))
    if offer.unfair:
        parts.append(say("cover_by.unfair", count=figures.signed(offer.unfair, lang, 0)))
    parts.append(say("cover_by.cost", cost=figures.signed(offer.cost_change, lang, 1)))
    return " · ".join(parts)


def _held_back(seen: WhoCan) -> None:
    found, lang = seen.found, state.lang()
    if found.held_back:
        rules = say("list.comma").join(
            f"{rule_name(rule, lang)} {count}" for rule, count in found.by_rule.items()
        )
        count = len(found.held_back)
        with st.expander(plain(say("cover_by.held_back", count=count, rules=rules))):
            lines = [
                violation_sentence(person.helper.broken[0], seen.problem, lang)
                for person in found.held_back[:HELD_SHOWN]
                if person.helper is not None and person.helper.broken
            ]
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    others = [
        say("cover_by.standing", standing=say(f"cover_by.is_{one.value}"), count=count)
        for one, count in found.elsewhere.items()
    ]
    if others:
        st.caption(plain(say("list.comma").join(others)))


@action
def _give(label: str, seen: WhoCan, offer: CoverOffer) -> None:
    number = service.give_cover(link.desk(), label, seen, offer)
    st.session_state.pop(FOUND, None)
    name = agent_label(seen.problem, offer.person.agent_id)

    def undo(desk: Desk) -> None:
        service.take_cover_back(desk, label, offer)

    said = say("cover_by.called", agent=name)
    done.tell(said if number is None else say("cover_by.given", agent=name, number=number), undo)


@action
def _put_up(label: str, stretch: OpenStretch, invited: tuple[str, ...]) -> None:
    begins_s = stretch.start_min * MINUTE_S
    deadline = begins_s - BEFORE_S
    if deadline <= link.now().timestamp():
        deadline = begins_s
    terms = OfferTerms(OfferKind.SHIFT, max(1, stretch.missing), deadline, invited=invited)
    number = claiming.put_up(link.desk(), label, stretch, terms)
    st.session_state.pop(FOUND, None)
    done.tell(
        say("cover_by.put_up_done", count=len(invited)),
        lambda desk: claiming.take_down(desk, number),
    )
