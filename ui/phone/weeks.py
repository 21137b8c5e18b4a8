"""My weeks on the phone: what waits to be read, each day with times, meal, post and colleagues."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import figures
from ui.look import type_colours
from ui.plain import escape

if TYPE_CHECKING:
    import datetime as dt

    from service.phone.own_weeks import OwnDay, OwnRoster, OwnShift, OwnWeek
    from service.phone.short_notice import Notice
    from ui.phone.leaf import PhoneLeaf

MOST_NAMES = 8
HOME = "/phone"


def page(leaf: PhoneLeaf, roster: OwnRoster, *notes: str) -> str:
    """Return the page of somebody's weeks."""
    parts = [*notes, *(_to_read(leaf, roster, one) for one in roster.unread)]
    over = [one for one in roster.weeks if one.head.horizon.dates[-1] < roster.today]
    ahead = [one for one in roster.weeks if one not in over]
    if not ahead:
        parts.append(
            f"<section class='card'><p>{leaf.say('phone.no_week')}</p>"
            f"<p class='quiet-text'>{leaf.say('phone.no_week_text')}</p></section>"
        )
    parts += [week(leaf, roster, one) for one in ahead]
    if over:
        before = "".join(week(leaf, roster, one) for one in over)
        parts.append(f"<details><summary>{leaf.say('phone.before')}</summary>{before}</details>")
    return leaf.whole(leaf.say("phone.weeks_title"), *parts, tab=HOME, name=roster.name)


def _to_read(leaf: PhoneLeaf, roster: OwnRoster, one: OwnWeek) -> str:
    """Return what waits to be read of a week, with the button that says it is."""
    title = week_title(leaf, one)
    if one.read is None:
        said = leaf.say("phone.new_week", week=title)
    elif one.changed:
        said = leaf.say("phone.changed_week", week=title, count=len(one.changed))
    else:
        said = leaf.say("phone.changed_others", week=title)
    days = "".join(f"<li>{_difference(leaf, roster, day)}</li>" for day in one.changed)
    mark = one.version.mark
    when = figures.stamp(mark.stamp.at, roster.clock, leaf.lang)
    by = leaf.say("phone.published", by=mark.stamp.by, at=when, number=mark.number)
    hidden = {"week": one.head.label, "number": str(mark.number)}
    if one.notice is None:
        act = leaf.entry("/phone/read", "phone.have_read", hidden=hidden)
    else:
        act = (
            f"<p>{leaf.say('phone.short_notice', days=_dates(leaf, one.notice))}</p>"
            + leaf.entry(
                "/phone/read",
                "",
                hidden=hidden,
                further=leaf.choice("phone.agree", "yes")
                + leaf.choice("phone.disagree", "no", quiet=True),
            )
        )
    return (
        f"<div class='card look'><h3>{said}</h3><ul class='plain'>{days}</ul>"
        f"<p class='quiet-text'>{by}</p>{act}</div>"
    )


def _dates(leaf: PhoneLeaf, notice: Notice) -> str:
    return leaf.say("phone.and").join(figures.day(one, leaf.lang) for one in notice.dates)


def _difference(leaf: PhoneLeaf, roster: OwnRoster, day: OwnDay) -> str:
    return leaf.say(
        "phone.difference",
        day=figures.day(day.date, leaf.lang),
        old=hours(leaf, roster, day.before or ()),
        new=hours(leaf, roster, day.shifts),
    )


def hours(leaf: PhoneLeaf, roster: OwnRoster, shifts: tuple[OwnShift, ...]) -> str:
    """Return codes and times of a day's shifts in a line, or that it is free; not escaped."""
    told = [
        f"{one.code} {figures.times(roster.clock, one.shift.start_min, one.shift.end_min)}".strip()
        for one in shifts
    ]
    return " + ".join(told) or leaf.say("phone.free")


def week_title(leaf: PhoneLeaf, one: OwnWeek) -> str:
    """Return what a week is called: its number with its dates; not escaped."""
    dates = one.head.horizon.dates
    number = one.head.label.partition("-W")[2].lstrip("0")
    return leaf.say(
        "phone.week", number=number, dates=figures.stretch(dates[0], dates[-1], leaf.lang)
    )


def week(leaf: PhoneLeaf, roster: OwnRoster, one: OwnWeek) -> str:
    """Return a week: its days, its hours, and what can be taken along of it."""
    label = one.head.label
    worked = leaf.say("phone.hours", hours=figures.number(one.hours, leaf.lang))
    days = "".join(_day(leaf, roster, one, day) for day in one.days)
    along = " · ".join(
        (
            leaf.link("/phone/week.png", leaf.say("phone.picture"), week=label),
            leaf.link("/phone/print", leaf.say("phone.print"), week=label),
        )
    )
    return (
        f"<h2 id='{escape(label)}'>{escape(week_title(leaf, one))}<small>{worked}</small></h2>"
        f"<section>{days}</section><p class='quiet-text no-print'>{along}</p>"
    )


def _day(leaf: PhoneLeaf, roster: OwnRoster, one: OwnWeek, day: OwnDay) -> str:
    kind = "day today" if day.date == roster.today else "day"
    shifts = "".join(_shift(leaf, roster, one, each) for each in day.shifts)
    was = ""
    if day.before is not None:
        told = leaf.say("phone.was", old=hours(leaf, roster, day.before))
        was = f"<div class='was'>{told}</div>"
    said = shifts or f"<div>{leaf.say('phone.free')}</div>"
    return (
        f"<div class='{kind}{'' if shifts else ' off'}'><time datetime='{day.date}'>"
        f"{_date(leaf, day.date)}</time><div>{said}{was}</div></div>"
    )


def _date(leaf: PhoneLeaf, date: dt.date) -> str:
    weekday, short = figures.weekday(date, leaf.lang), figures.short_date(date, leaf.lang)
    return f"{escape(weekday)}<br>{escape(short)}"


def _shift(leaf: PhoneLeaf, roster: OwnRoster, one: OwnWeek, each: OwnShift) -> str:
    shift, clock = each.shift, roster.clock
    colours = type_colours(one.types)
    soft = colours[each.code].soft if each.code in colours else ""
    look = f" style='background:{escape(soft)}'" if soft else ""
    code = f"<span class='code'{look}>{escape(each.code)}</span>" if each.code else ""
    times = figures.times(clock, shift.start_min, shift.end_min)
    told = []
    if shift.meal is not None:
        meal = figures.times(clock, shift.meal.start_min, shift.meal.end_min)
        told.append(leaf.say("phone.meal", times=meal))
    told.append(" → ".join(escape(leaf.post(post, roster.posts)) for post in shift.posts))
    return (
        f"<div><span class='hours'>{code}{escape(times)}</span>"
        f"<div class='more'>{' · '.join(told)}</div>{_beside(leaf, each.beside)}</div>"
    )


def _beside(leaf: PhoneLeaf, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    between = leaf.say("phone.and")
    if len(names) <= MOST_NAMES:
        told = leaf.say("phone.beside", names=between.join(names))
        return f"<div class='more'>{told}</div>"
    first = leaf.say("phone.beside_many", names=between.join(names[:3]), count=len(names) - 3)
    rest = escape(between.join(names))
    return f"<details class='more'><summary>{first}</summary>{rest}</details>"
