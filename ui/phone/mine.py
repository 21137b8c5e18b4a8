"""What is mine on the phone: hours, leave, my calendar elsewhere, my score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.plain import escape

if TYPE_CHECKING:
    import datetime as dt

    from scheduler.horizon import Clock
    from service.phone.own_hours import PhoneHours
    from ui.phone.leaf import PhoneLeaf

PLACE = "/phone/mine"


def page(
    leaf: PhoneLeaf,
    name: str,
    held: PhoneHours,
    feed_at: dt.datetime | None,
    *,
    clock: Clock,
    address: str = "",
    score: str = "",
) -> str:
    """
    Return the page of somebody's hours and balances.

    Parameters
    ----------
    feed_at
        When the own calendar was given; None: it was not.
    address
        Of the calendar that was given just now: it is shown this once.
    score
        Where the own score stands.
    """
    parts = [_hours(leaf, held), _leave(leaf, held), _score(leaf, held, score)]
    parts.insert(0 if address else 2, _feed(leaf, feed_at, clock, address))
    return leaf.whole(leaf.say("phone.mine_title"), *parts, tab=PLACE, name=name)


def _hours(leaf: PhoneLeaf, held: PhoneHours) -> str:
    rows = []
    for one in held.months:
        told = figures.month(one.month.first, leaf.lang)
        known = leaf.say("phone.hours", hours=figures.number(one.hours, leaf.lang))
        lacks = leaf.say("phone.days_missing", count=one.missing) if one.missing else ""
        shifts = leaf.say("phone.shift_count", count=one.shifts)
        rows.append(
            f"<tr><th>{escape(told)}<div class='more'>{shifts}{' · ' if lacks else ''}{lacks}</div>"
            f"</th><td class='n'>{known}</td></tr>"
        )
    week = leaf.say("phone.hours", hours=figures.number(held.contract_hours, leaf.lang))
    rows.append(f"<tr><th>{leaf.say('phone.contract')}</th><td class='n'>{week}</td></tr>")
    title = leaf.say("phone.hours_title")
    return f"<h2>{title}</h2><section><table>{''.join(rows)}</table></section>"


def _leave(leaf: PhoneLeaf, held: PhoneHours) -> str:
    one = held.leave
    if one is None or one.entitled is None or one.left is None:
        said = f"<p>{leaf.say('phone.leave_unknown')}</p>"
    else:
        rows = (
            ("phone.leave_entitled", one.entitled),
            ("phone.leave_taken", one.taken),
            ("phone.leave_left", one.left),
        )
        cells = (
            f"<tr><th>{leaf.say(key)}</th><td class='n'>"
            f"{leaf.say('phone.days', days=figures.days(float(value), leaf.lang))}</td></tr>"
            for key, value in rows
        )
        said = f"<table>{''.join(cells)}</table>"
    year = "" if one is None else str(one.year)
    return f"<h2>{leaf.say('phone.leave_title', year=year)}</h2><section>{said}</section>"


def _feed(leaf: PhoneLeaf, feed_at: dt.datetime | None, clock: Clock, address: str) -> str:
    said = [f"<p>{leaf.say('phone.feed_text')}</p>"]
    if address:
        said.append(f"<p>{leaf.say('phone.feed_once')}</p><code>{escape(address)}</code>")
        sign = escape(address.replace("https://", "webcal://").replace("http://", "webcal://"))
        said.append(f"<p><a href='{sign}'>{leaf.say('phone.feed_open')}</a></p>")
    elif feed_at is not None:
        at = figures.stamp(feed_at, clock, leaf.lang)
        said.append(f"<p>{leaf.say('phone.feed_there', at=at)}</p>")
    give = "phone.feed_again" if feed_at is not None else "phone.feed_give"
    end = leaf.choice("phone.feed_end", "end", quiet=True) if feed_at is not None else ""
    further = leaf.choice(give, "give", quiet=feed_at is not None) + end
    said.append(leaf.entry("/phone/calendar", "", further=further))
    return f"<h2>{leaf.say('phone.feed_title')}</h2><section>{''.join(said)}</section>"


def _score(leaf: PhoneLeaf, held: PhoneHours, score: str) -> str:
    waiting = ""
    if held.schemes_to_read:
        told = leaf.say("phone.schemes_to_read", count=held.schemes_to_read)
        waiting = f"<p class='was'>{told}</p>"
    link = f"<a class='button quiet' href='{escape(score)}'>{leaf.say('phone.score_open')}</a>"
    return (
        f"<h2>{leaf.say('phone.score_title')}</h2><section><p>{leaf.say('phone.score_text')}</p>"
        f"{waiting}<div class='row'>{link}</div><p></p></section>"
    )
