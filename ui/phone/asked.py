"""My requests on the phone: what waits for my word, what I asked, and asking."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from service.phone.requests_seen import OPEN, AskedKind, AskedState, is_withdrawable
from service.phone.wishing import WishFate
from ui import figures
from ui.plain import escape
from ui.request_words import claim_gets, request_history, request_told, shift_when

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scheduler.horizon import Clock
    from scheduler.shift import Shift
    from service.phone.candidates import Candidates
    from service.phone.offers_seen import OwnOffer
    from service.phone.own_weeks import OwnRoster
    from service.phone.requests_seen import OwnRequests, RequestSeen
    from ui.phone.leaf import PhoneLeaf

PLACE = "/phone/requests"
TONES = {
    AskedState.ASKED: "plain",
    AskedState.ACCEPTED: "look",
    AskedState.APPROVED: "good",
    AskedState.REFUSED: "bad",
    AskedState.DECLINED: "bad",
    AskedState.WITHDRAWN: "plain",
    AskedState.TOO_LATE: "plain",
    AskedState.NO_PLACE: "plain",
    AskedState.NOTED: "plain",
}
FATES = {WishFate.WAITS: "plain", WishFate.GRANTED: "good", WishFate.LOST: "bad"}


def page(
    leaf: PhoneLeaf,
    roster: OwnRoster,
    held: OwnRequests,
    offered: tuple[OwnOffer, ...] = (),
    *,
    fates: Mapping[int, WishFate],
) -> str:
    """Return the page of somebody's requests, and of what they may claim."""
    clock, parts = roster.clock, []
    parts += [_to_answer(leaf, clock, one) for one in held.to_answer]
    if offered:
        parts.append(f"<h2>{leaf.say('offer.phone')}</h2>")
        parts += [_offered(leaf, roster, one) for one in offered]
    if held.to_take:
        parts.append(f"<h2>{leaf.say('asked.to_take')}</h2>")
        parts += [_to_take(leaf, clock, one) for one in held.to_take]
    ask = "".join(
        f"<a class='button{quiet}' href='{leaf.href(path)}'>{leaf.say(key)}</a>"
        for path, key, quiet in (
            ("/phone/leave", "asked.leave_ask", ""),
            ("/phone/wish", "wishing.title", " quiet"),
            ("/phone/punch", "missed.title", " quiet"),
        )
    )
    parts.append(f"<p class='row'>{ask}</p><h2>{leaf.say('asked.mine')}</h2>")
    parts += [_own(leaf, roster, one, fates.get(one.entry.id)) for one in held.mine] or [
        f"<section><p class='quiet-text'>{leaf.say('asked.none')}</p></section>"
    ]
    parts.append(_shifts(leaf, roster, held))
    return leaf.whole(leaf.say("phone.requests_title"), *parts, tab=PLACE, name=roster.name)


def when(leaf: PhoneLeaf, clock: Clock, shift: Shift) -> str:
    """Return day and hours of a shift; not escaped."""
    return shift_when(shift, clock, leaf.lang)


def told(leaf: PhoneLeaf, clock: Clock, one: RequestSeen) -> str:
    """Return what is asked in a sentence, escaped."""
    return escape(request_told(one, clock, leaf.lang))


def _to_answer(leaf: PhoneLeaf, clock: Clock, one: RequestSeen) -> str:
    act = leaf.entry(
        "/phone/answer",
        "",
        hidden={"number": str(one.entry.id)},
        further=leaf.choice("asked.accept", "yes") + leaf.choice("asked.decline", "no", quiet=True),
    )
    return f"<div class='card look'><h3>{told(leaf, clock, one)}</h3>{act}</div>"


def _to_take(leaf: PhoneLeaf, clock: Clock, one: RequestSeen) -> str:
    act = leaf.entry(
        "/phone/answer",
        "",
        hidden={"number": str(one.entry.id)},
        further=leaf.choice("asked.take", "yes"),
    )
    return f"<div class='card'><p>{told(leaf, clock, one)}</p>{act}</div>"


def _offered(leaf: PhoneLeaf, roster: OwnRoster, one: OwnOffer) -> str:
    """Return something that can be claimed: what, how many places, until when, and the button."""
    offer, clock = one.offer.entry.value, roster.clock
    kind = leaf.say(f"offer.kind_{offer.terms.kind}")
    what = escape(claim_gets(one.claim, clock, leaf.lang))
    post = escape(leaf.post(offer.post, roster.posts))
    until = figures.stamp(_at(offer.closes_s()), clock, leaf.lang)
    left = leaf.say("offer.left", left=one.offer.left, places=offer.terms.places, until=until)
    turn = leaf.say(f"offer.turn_{offer.terms.order}")
    act = leaf.entry(
        "/phone/claim", f"offer.take_{offer.terms.kind}", hidden={"number": str(one.offer.entry.id)}
    )
    return (
        f"<div class='card'><h3>{kind} · {post}</h3><p>{what}</p>"
        f"<p class='quiet-text'>{left} {turn}</p>{act}</div>"
    )


def _other_days(leaf: PhoneLeaf, clock: Clock, one: RequestSeen) -> str:
    """Return the link that shows how the days of refused leave stand, and which others would do."""
    absence = one.value.absence
    assert absence is not None
    first, last = clock.date_of(absence.start_min), clock.date_of(absence.end_min - 1)
    told = {"kind": absence.kind, "first": str(first), "last": str(last)}
    return leaf.link("/phone/leave", leaf.say("asked.leave_others_look"), **told)


def _own(leaf: PhoneLeaf, roster: OwnRoster, one: RequestSeen, fate: WishFate | None) -> str:
    clock = roster.clock
    now = _at(roster.now_min * 60)
    key = f"asked.state_{one.state}"
    is_alone = one.value.kind in {AskedKind.LEAVE, AskedKind.CLAIM}
    if is_alone and one.state is AskedState.ACCEPTED:
        key = "asked.state_waits"
    tone = TONES[one.state]
    if fate is not None:
        key, tone = f"wishing.{fate}", FATES[fate]
    tag = f"<span class='tag {tone}'>{leaf.say(key)}</span>"
    history = "".join(
        f"<li class='more'>{escape(line)}</li>" for line in request_history(one, clock, leaf.lang)
    )
    act = ""
    if fate is WishFate.LOST:
        why = leaf.say("wishing.why_link")
        act = f"<p>{leaf.link('/phone/wish', why, number=str(one.entry.id))}</p>"
    elif is_withdrawable(one, now):
        hidden = {"number": str(one.entry.id)}
        act = leaf.entry("/phone/withdraw", "asked.withdraw", hidden=hidden, quiet=True)
    elif one.state is AskedState.REFUSED and one.value.kind is AskedKind.LEAVE:
        act = f"<p>{_other_days(leaf, clock, one)}</p>"
    return (
        f"<div class='card'><p>{told(leaf, clock, one)}</p><p>{tag}</p>"
        f"<ul class='plain'>{history}</ul>{act}</div>"
    )


def _at(second: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(second, dt.UTC)


def _shifts(leaf: PhoneLeaf, roster: OwnRoster, held: OwnRequests) -> str:
    """Return the own shifts that can be swapped or given."""
    busy = {one.value.shift for one in held.mine if one.state in OPEN}
    rows = []
    for week in roster.weeks:
        for day in week.days:
            for each in day.shifts:
                if each.shift.start_min <= roster.now_min or each.shift in busy:
                    continue
                told = {"week": week.head.label, "at": str(each.shift.start_min)}
                link = leaf.link("/phone/swap", leaf.say("asked.exchange"), **told)
                line = escape(when(leaf, roster.clock, each.shift))
                rows.append(f"<tr><th>{line}</th><td class='n'>{link}</td></tr>")
    title = leaf.say("asked.my_shifts")
    if not rows:
        return f"<h2>{title}</h2><section><p>{leaf.say('asked.no_shift')}</p></section>"
    return f"<h2>{title}</h2><section><table>{''.join(rows)}</table></section>"


def exchange(leaf: PhoneLeaf, roster: OwnRoster, label: str, found: Candidates) -> str:
    """Return the page on which somebody says with whom a shift is exchanged."""
    clock, shift = roster.clock, found.shift
    picks = [
        _pick(f"{one.agent_id}:{one.start_min}", f"{name} · {when(leaf, clock, one)}")
        for name, one in found.swaps
    ]
    gifts = [_pick(f"{who}:", name) for who, name in found.free]
    gifts.insert(0, _pick(":", leaf.say("asked.anybody")))
    none = f"<p class='quiet-text'>{leaf.say('asked.nobody_to_swap')}</p>"
    more = f"<p class='quiet-text'>{leaf.say('asked.more', count=found.more)}</p>"
    form = leaf.entry(
        "/phone/swap",
        "asked.send",
        f"<h2>{leaf.say('asked.swap_for')}</h2>",
        f"<section>{''.join(picks) or none}{more if found.more else ''}</section>",
        f"<h2>{leaf.say('asked.give_to')}</h2><section>{''.join(gifts)}</section>",
        hidden={"week": label, "at": str(shift.start_min)},
    )
    mine = leaf.say("asked.this_shift", shift=when(leaf, clock, shift))
    help_text = f"<p class='quiet-text'>{leaf.say('asked.help')}</p>"
    title = leaf.say("asked.exchange_title")
    return leaf.whole(title, f"<p>{mine}</p>", help_text, form, tab=PLACE, name=roster.name)


def _pick(value: str, text: str) -> str:
    return (
        f"<label class='pick'><input type='radio' name='choice' value='{escape(value)}' required>"
        f"<span>{escape(text)}</span></label>"
    )
