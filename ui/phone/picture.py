"""A week as a picture to keep or pass on: one column of days, with times, posts and hours."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from service.drawing.fonts import font_for
from ui import figures
from ui.look import ACCENT, INK, LINE, PAPER, QUIET, type_colours
from ui.phone.weeks import week_title

if TYPE_CHECKING:
    from service.drawing.fonts import Typeface
    from service.phone.own_weeks import OwnDay, OwnRoster, OwnWeek
    from ui.phone.leaf import PhoneLeaf

WIDTH, EDGE, HEAD, ROW, FOOT = 780, 32, 132, 104, 64
CHINESE = "排"


def picture(leaf: PhoneLeaf, roster: OwnRoster, one: OwnWeek) -> bytes:
    """
    Return a week as PNG, 780 pixels wide.

    Raises
    ------
    InputError
        When this computer has no font with Chinese signs.
    """
    days = one.days
    size = WIDTH, HEAD + ROW * len(days) + FOOT
    image = Image.new("RGB", size, "#ffffff")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, HEAD - 12), fill=PAPER)
    draw.text((EDGE, 24), roster.name, INK, _font(36))
    draw.text((EDGE, 76), week_title(leaf, one), QUIET, _font(24))
    worked = leaf.say("phone.hours", hours=figures.number(one.hours, leaf.lang))
    draw.text((WIDTH - EDGE, 34), worked, INK, _font(26), anchor="ra")
    for place, day in enumerate(days):
        _row(draw, leaf, roster, one=one, day=day, top=HEAD + place * ROW)
    mark = one.version.mark
    when = figures.stamp(mark.stamp.at, roster.clock, leaf.lang)
    by = leaf.say("phone.published", by=mark.stamp.by, at=when, number=mark.number)
    draw.text((EDGE, size[1] - FOOT + 16), by, QUIET, _font(20))
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _row(
    draw: ImageDraw.ImageDraw,
    leaf: PhoneLeaf,
    roster: OwnRoster,
    *,
    one: OwnWeek,
    day: OwnDay,
    top: int,
) -> None:
    draw.line((EDGE, top, WIDTH - EDGE, top), LINE, 1)
    is_today = day.date == roster.today
    colour = ACCENT if is_today else INK
    draw.text((EDGE, top + 18), figures.weekday(day.date, leaf.lang), colour, _font(26))
    draw.text((EDGE, top + 54), figures.short_date(day.date, leaf.lang), QUIET, _font(20))
    left = EDGE + 150
    if not day.shifts:
        draw.text((left, top + 34), leaf.say("phone.free"), QUIET, _font(26))
        return
    colours = type_colours(one.types)
    step = ROW // len(day.shifts)
    for place, each in enumerate(day.shifts):
        at, shift = top + place * step, each.shift
        x = left
        if each.code:
            soft = colours[each.code].soft if each.code in colours else PAPER
            width = max(56, int(draw.textlength(each.code, _font(26))) + 24)
            draw.rounded_rectangle((x, at + 14, x + width, at + 50), 8, soft)
            draw.text((x + width / 2, at + 32), each.code, INK, _font(26), anchor="mm")
            x += width + 16
        times = figures.times(roster.clock, shift.start_min, shift.end_min)
        draw.text((x, at + 32), times, INK, _font(28), anchor="lm")
        told = [" → ".join(leaf.post(post, roster.posts) for post in shift.posts)]
        if shift.meal is not None:
            meal = figures.times(roster.clock, shift.meal.start_min, shift.meal.end_min)
            told.insert(0, leaf.say("phone.meal", times=meal))
        if step == ROW:
            draw.text((left, at + 60), " · ".join(told), QUIET, _font(22))


def _font(size: int) -> Typeface:
    return font_for(CHINESE, size)
