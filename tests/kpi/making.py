"""Facts, shifts and schemes with defaults, so that a test shows only what matters."""

import datetime as dt
from decimal import Decimal

from kpi.facts.facts import Facts
from kpi.month import Month
from kpi.scheme.line import Band, Line, Scoring
from kpi.scheme.scheme import PostKind, Scheme
from scheduler.horizon import Clock
from scheduler.roster import Roster, RosterState, RosterVersion
from scheduler.shift import Shift, Span

CLOCK = Clock("Asia/Shanghai")
NOVEMBER = Month(2026, 11)
DAY = dt.date(2026, 11, 2)  # a Monday
NAN = float("nan")


def at(text):
    """Moment of a local ISO time in Shanghai."""
    return CLOCK.parse(text)


def shift(agent="A", start="2026-11-02T09:00", end="2026-11-02T18:00", *, meal=None, **more):
    return Shift(
        agent,
        at(start),
        at(end),
        more.pop("post", "presales"),
        meal=meal and Span(at(meal[0]), at(meal[1])),
        **more,
    )


def version(number, shifts, published):
    moment = dt.datetime.fromisoformat(published).replace(tzinfo=CLOCK.zone)
    return RosterVersion(number, Roster(tuple(shifts)), RosterState.PUBLISHED, moment, "supervisor")


def facts(*, agent="A", post="presales", date=DAY, **counts):
    """One row."""
    return Facts.of([agent], [post], [date], counts={name: [n] for name, n in counts.items()})


def bands(*pairs):
    """Bands from ``(low, high, points)``."""
    return tuple(Band(_exact(low), _exact(high), _exact(points)) for low, high, points in pairs)


def line(indicator="reply_rate", weight=100, **more):
    steps = bands((None, 0.9, 0), (0.9, None, 100))
    return Line(
        indicator,
        Decimal(weight),
        more.pop("scoring", Scoring.BANDS),
        bands=more.pop("bands", steps),
        **more,
    )


def scheme(*lines, **more):
    return Scheme(
        id=more.pop("id", "S"),
        version=more.pop("version", 1),
        title_zh="方案",
        title_en="scheme",
        post_kind=more.pop("post_kind", PostKind.PRESALES),
        valid_from=more.pop("valid_from", dt.date(2026, 1, 1)),
        lines=lines or (line(),),
        **more,
    )


def _exact(number):
    return None if number is None else Decimal(str(number))
