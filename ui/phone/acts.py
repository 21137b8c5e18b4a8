"""What phones ask for and send: each page and each action, by its name in the address."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from kpi.facts.leave_days import LeaveKind
from scheduler.agent import Wish
from scheduler.errors import Fault, InputError, require
from service.floor.handovers import sign_handover, to_sign
from service.phone.asking import (
    answer_request,
    ask_exchange,
    withdraw_request,
)
from service.phone.candidates import candidates
from service.phone.claiming import claim
from service.phone.feeds import end_feed, give_feed, own_feed
from service.phone.leave import ask_leave, leave_chance
from service.phone.missed import ask_punch, own_punches, take_punch_back
from service.phone.offers_seen import own_offers
from service.phone.own_hours import own_hours
from service.phone.own_weeks import confirm_read, own_roster
from service.phone.requests_seen import own_requests
from service.phone.wishing import ask_wish, why_lost, wish_fates
from service.shop.shops import agent_names, shop
from ui.gate.routes import BAD, SEE_OTHER
from ui.phone import asked, leave_page, mine, printed, punch_page, signing, weeks, wish_page
from ui.phone.leaf import PhoneLeaf
from ui.phone.picture import picture
from ui.plain import escape
from ui.words.sentences import fault_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from scheduler.horizon import Clock
    from ui.phone.visit import PhoneVisit


def chooser(visit: PhoneVisit) -> str:
    """Return the page on which somebody says who they are, where nobody signs in."""
    leaf, names = visit.leaf, agent_names(visit.desk) if visit.desk.shop_id else {}
    if not names:
        return leaf.whole(leaf.say("phone.who"), f"<p>{leaf.say('phone.nobody')}</p>")
    options = "".join(
        f"<option value='{escape(one)}'>{escape(f'{one} {name}' if name else one)}</option>"
        for one, name in sorted(names.items())
    )
    held = "".join(
        f"<input type='hidden' name='{escape(key)}' value='{escape(value)}'>"
        for key, value in leaf.mine.items()
    )
    form = (
        f"<form method='get' action='/phone'>{held}<label>{leaf.say('phone.who')}"
        f"<select name='me'>{options}</select></label>"
        f"<div class='row'><button>{leaf.say('phone.look')}</button></div></form>"
        f"<p class='quiet-text'>{leaf.say('phone.no_sign_in')}</p>"
    )
    return leaf.whole(leaf.say("phone.who"), form)


def trouble(form: str, lang: str, told: Mapping[str, str], sentences: Sequence[str]) -> str:
    """Return the page that says why something was not done."""
    same = {name: told[name] for name in ("shop", "me") if name in told}
    leaf = PhoneLeaf(lang, form, 0, same)
    back = leaf.link("/phone", leaf.say("phone.back"))
    return leaf.whole(leaf.say("phone.not_done"), leaf.faults(sentences), f"<p>{back}</p>")


def _weeks(visit: PhoneVisit) -> Response:
    roster = own_roster(visit.desk, visit.me)
    notes = (signing.card(visit.leaf, roster, one) for one in to_sign(visit.desk, visit.me))
    return HTMLResponse(weeks.page(visit.leaf, roster, *notes))


def _sign(visit: PhoneVisit) -> Response:
    sign_handover(visit.desk, visit.me, _number(visit.told.get("number", "")))
    return _back(visit, weeks.HOME)


def _picture(visit: PhoneVisit) -> Response:
    found = own_roster(visit.desk, visit.me, label=visit.told.get("week", ""))
    require(bool(found.weeks), "phone_week_missing", value=visit.told.get("week", ""))
    drawn = picture(visit.leaf, found, found.weeks[0])
    name = f"{found.weeks[0].head.label}.png"
    return Response(drawn, 200, {"Content-Disposition": f"inline; filename={name}"}, "image/png")


def _print(visit: PhoneVisit) -> Response:
    found = own_roster(visit.desk, visit.me, label=visit.told.get("week", ""))
    require(bool(found.weeks), "phone_week_missing", value=visit.told.get("week", ""))
    return HTMLResponse(printed.page(visit.leaf, found))


def _mine(visit: PhoneVisit, address: str = "") -> Response:
    desk, me, leaf = visit.desk, visit.me, visit.leaf
    name = agent_names(desk).get(me) or me
    query = {"role": "agent", "shop": desk.shop_id, "me": me, "lang": leaf.lang}
    feed = own_feed(desk, me)
    feed_at = None if feed is None else feed.entered.at
    return HTMLResponse(
        mine.page(
            *(leaf, name, own_hours(desk, me), feed_at),
            clock=shop(desk).clock,
            address=address,
            score=f"/my_score?{urlencode(query)}",
        )
    )


def _read(visit: PhoneVisit) -> Response:
    answer = visit.told.get("answer")
    consents = None if answer is None else answer == "yes"
    label, number = visit.told.get("week", ""), _number(visit.told.get("number", ""))
    confirm_read(visit.desk, visit.me, label, number, consents=consents)
    return _back(visit, weeks.HOME)


def _calendar(visit: PhoneVisit) -> Response:
    if visit.told.get("answer") == "end":
        end_feed(visit.desk, visit.me)
        return _back(visit, mine.PLACE)
    code = give_feed(visit.desk, visit.me, visit.leaf.lang)
    return _mine(visit, f"{visit.address}/calendar/{code}.ics")


def _requests(visit: PhoneVisit) -> Response:
    desk, me = visit.desk, visit.me
    held = own_requests(desk, me)
    fates = wish_fates(desk, held.mine)
    told = own_roster(desk, me), held, own_offers(desk, me)
    return HTMLResponse(asked.page(visit.leaf, *told, fates=fates))


def _wish(visit: PhoneVisit) -> Response:
    desk, me, leaf = visit.desk, visit.me, visit.leaf
    name = agent_names(desk).get(me) or me
    if number := visit.told.get("number", ""):
        return HTMLResponse(wish_page.lost(leaf, name, why_lost(desk, me, _number(number))))
    today = desk.now.astimezone(shop(desk).clock.zone).date()
    return HTMLResponse(wish_page.page(leaf, name, today + dt.timedelta(days=1)))


def _ask_wish(visit: PhoneVisit) -> Response:
    told, window = visit.told, None
    if told.get("answer") == "hours":
        window = _clock(told.get("earliest", "")), _clock(told.get("latest", ""))
    ask_wish(visit.desk, Wish(visit.me, _day(told.get("day", "")), window))
    return _back(visit, asked.PLACE)


def _clock(told: str) -> int:
    try:
        at = dt.time.fromisoformat(told)
    except ValueError:
        raise InputError(Fault("phone_form_wrong", value=told[:20])) from None
    return at.hour * 60 + at.minute


def _claim(visit: PhoneVisit) -> Response:
    claim(visit.desk, visit.me, _number(visit.told.get("number", "")))
    return _back(visit, asked.PLACE)


def _exchange(visit: PhoneVisit) -> Response:
    label, at = visit.told.get("week", ""), _number(visit.told.get("at", ""))
    found = candidates(visit.desk, visit.me, label, at)
    roster = own_roster(visit.desk, visit.me, label=label)
    return HTMLResponse(asked.exchange(visit.leaf, roster, label, found))


def _ask(visit: PhoneVisit) -> Response:
    told = visit.told
    with_id, parted, start = told.get("choice", "").rpartition(":")
    require(bool(parted), "phone_choice")
    ask_exchange(
        *(visit.desk, visit.me, told.get("week", ""), _number(told.get("at", ""))),
        with_id=with_id,
        their_start_min=_number(start) if start else None,
    )
    return _back(visit, asked.PLACE)


def _leave(visit: PhoneVisit) -> Response:
    desk, me, leaf = visit.desk, visit.me, visit.leaf
    name = agent_names(desk).get(me) or me
    zone = shop(desk).clock.zone
    earliest = desk.now.astimezone(zone).date() + dt.timedelta(days=1)
    if "first" not in visit.told:
        return HTMLResponse(leave_page.page(leaf, name, earliest=earliest))
    told = _leave_told(visit)
    try:
        chance = leave_chance(desk, me, *told)
    except InputError as error:
        faults = tuple(fault_sentence(one, leaf.lang) for one in error.faults)
        wrong = leave_page.page(leaf, name, earliest=earliest, told=told, faults=faults)
        return HTMLResponse(wrong, BAD)
    return HTMLResponse(leave_page.page(leaf, name, earliest=earliest, told=told, chance=chance))


def _ask_leave(visit: PhoneVisit) -> Response:
    ask_leave(visit.desk, visit.me, *_leave_told(visit))
    return _back(visit, asked.PLACE)


def _leave_told(visit: PhoneVisit) -> tuple[str, dt.date, dt.date]:
    kind = visit.told.get("kind", "")
    require(kind in list(LeaveKind), "phone_form_wrong", value=kind[:20])
    return kind, _day(visit.told.get("first", "")), _day(visit.told.get("last", ""))


def _day(told: str) -> dt.date:
    try:
        return dt.date.fromisoformat(told)
    except ValueError:
        raise InputError(Fault("phone_form_wrong", value=told[:20])) from None


def _punch(visit: PhoneVisit) -> Response:
    desk, me = visit.desk, visit.me
    name = agent_names(desk).get(me) or me
    held = own_punches(desk, me)
    return HTMLResponse(punch_page.page(visit.leaf, name, held, shop(desk).clock))


def _ask_punch(visit: PhoneVisit) -> Response:
    told, clock = visit.told, shop(visit.desk).clock
    asked = _number(told.get("asked", "")), _number(told.get("until", ""))
    there = None
    if told.get("answer") == "yes":
        there = _moment(told.get("start", ""), clock), _moment(told.get("end", ""), clock)
    ask_punch(visit.desk, visit.me, asked, there, told.get("reason", ""))
    return _back(visit, "/phone/punch")


def _punch_back(visit: PhoneVisit) -> Response:
    take_punch_back(visit.desk, visit.me, _number(visit.told.get("number", "")))
    return _back(visit, "/phone/punch")


def _moment(told: str, clock: Clock) -> int:
    try:
        at = dt.datetime.fromisoformat(told)  # by the shop's clock: no zone is sent
    except ValueError:
        raise InputError(Fault("phone_form_wrong", value=told[:20])) from None
    return clock.at(at.date(), at.hour * 60 + at.minute)


def _answer(visit: PhoneVisit) -> Response:
    agrees = visit.told.get("answer") == "yes"
    answer_request(visit.desk, visit.me, _number(visit.told.get("number", "")), agrees=agrees)
    return _back(visit, asked.PLACE)


def _withdraw(visit: PhoneVisit) -> Response:
    withdraw_request(visit.desk, visit.me, _number(visit.told.get("number", "")))
    return _back(visit, asked.PLACE)


def _number(told: str) -> int:
    """Return a number that a form of ours sent; raises InputError for what none of them says."""
    if not (told.isascii() and told.isdigit() and len(told) < 12):
        raise InputError(Fault("phone_form_wrong", value=told[:20]))
    return int(told)


def _back(visit: PhoneVisit, path: str) -> Response:
    query = urlencode(visit.leaf.mine)
    return RedirectResponse(f"{path}?{query}" if query else path, SEE_OTHER)


PAGES: Mapping[str, Callable[[PhoneVisit], Response]] = {
    "": _weeks,
    "week.png": _picture,
    "print": _print,
    "mine": _mine,
    "requests": _requests,
    "swap": _exchange,
    "leave": _leave,
    "punch": _punch,
    "wish": _wish,
}
ACTS: Mapping[str, Callable[[PhoneVisit], Response]] = {
    "read": _read,
    "sign": _sign,
    "calendar": _calendar,
    "swap": _ask,
    "leave": _ask_leave,
    "answer": _answer,
    "claim": _claim,
    "punch": _ask_punch,
    "wish": _ask_wish,
    "punch-back": _punch_back,
    "withdraw": _withdraw,
}
