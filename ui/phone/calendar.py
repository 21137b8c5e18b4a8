"""A calendar of shifts after RFC 5545: lines of 75 bytes, times in UTC, text escaped."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from scheduler.horizon import format_clock
from ui.phone.leaf import PhoneLeaf
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.horizon import Clock
    from service.phone.feeds import Calendar, CalendarEvent

MOST_BYTES = 75  # of a line, without its end (RFC 5545, 3.1)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def calendar_text(calendar: Calendar, clock: Clock) -> str:
    """Return a calendar; the same events give the same text."""
    lang = calendar.lang
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//paiban//roster//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{text(t('phone.calendar_name', lang, name=calendar.name))}",
        f"X-WR-TIMEZONE:{clock.timezone}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in calendar.events:
        lines += _event(calendar, event, clock)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(calendar: Calendar, event: CalendarEvent, clock: Clock) -> Iterator[str]:
    shift, lang = event.shift, calendar.lang
    leaf = PhoneLeaf(lang, "", 0, {})
    posts = " → ".join(leaf.post(one, calendar.posts) for one in shift.posts)
    changed = _utc(int(event.changed_at.timestamp()))
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{changed}"
    yield f"LAST-MODIFIED:{changed}"
    yield f"DTSTART:{_utc(shift.start_min * 60)}"
    yield f"DTEND:{_utc(shift.end_min * 60)}"
    yield f"SUMMARY:{text(f'{event.kind} {posts}'.strip())}"
    if shift.meal is not None:
        start, end = (clock.clock_of(one) for one in (shift.meal.start_min, shift.meal.end_min))
        meal = f"{format_clock(start)}-{format_clock(end)}"
        yield f"DESCRIPTION:{text(t('phone.meal', lang, times=meal))}"
    yield f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    yield "END:VEVENT"


def _utc(second: int) -> str:
    return f"{dt.datetime.fromtimestamp(second, dt.UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """Return text as a value of a property (RFC 5545, 3.3.11)."""
    told = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return CONTROL.sub("", told.replace("\r\n", "\\n").replace("\n", "\\n"))


def folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 bytes, each but the first after a blank."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > MOST_BYTES:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
