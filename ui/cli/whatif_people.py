"""The fewest people of weeks, with bound and roster: ``whatif people``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from scheduler.errors import require
from scheduler.horizon import ClockSpan
from service.trial import headcount
from service.trial.headcount import HeadcountLine, ToVendor
from ui.cli.acting import Looking, told
from ui.cli.endings import Ending
from ui.cli.options import Level, Out, Seed, TimeLimit
from ui.cli.pairs import whole_numbers
from ui.cli.progress import solving
from ui.cli.screen import Screen
from ui.cli.spelled import Ended
from ui.words import headcount_words

if TYPE_CHECKING:
    from service.desk import Desk

WeeksOrFolders = Annotated[
    list[str], typer.Argument(metavar="DIR|WEEK…", help="cli.option.headcount_weeks")
]
Short = Annotated[
    float, typer.Option("--short", metavar="SHARE", help="cli.option.headcount_short")
]
Also = Annotated[
    str, typer.Option("--also", metavar="POST+POST,…", help="cli.option.headcount_also")
]
MostOf = Annotated[
    str, typer.Option("--most", metavar="POST+POST=N,…", help="cli.option.headcount_most")
]
VendorPosts = Annotated[
    str, typer.Option("--vendor-posts", metavar="POST,POST", help="cli.option.w_vendor_posts")
]
VendorHours = Annotated[
    str, typer.Option("--vendor-hours", metavar="HH:MM-HH:MM", help="cli.option.headcount_hours")
]


def people(
    screen: Screen,
    weeks: WeeksOrFolders,
    *,
    short: Short = 0.01,
    also: Also = "",
    most: MostOf = "",
    level: Level = None,
    vendor_posts: VendorPosts = "",
    vendor_hours: VendorHours = "",
    time_limit: TimeLimit = 120.0,
    seed: Seed = 1,
    out: Out = None,
    at: Looking,
) -> Ended:
    """Find the fewest people each week can do with, by certificates, contract and work plan."""
    asked = headcount.HeadcountAsked(
        short_share=short,
        seconds=time_limit,
        seed=seed,
        also=tuple(_posts(part) for part in _parts(also, ",")),
        most=tuple(
            (_posts(posts), number)
            for posts, number in whole_numbers(most, example="presales+aftersales=12").items()
        ),
    )
    vendor = _vendor(vendor_posts, vendor_hours)
    require(out is None or len(weeks) == 1, "headcount_out_of_one", value=len(weeks))
    lines: list[HeadcountLine] = []
    first: Desk | None = None
    with solving(screen, time_limit_s=None) as watched:
        watch: dict[str, Any] = {"listener": watched.listener, "stop": watched.stop}
        watch |= {"vendor": vendor, "level": level}
        for week in weeks:
            folder = Path(week)
            if folder.exists():
                lines.append(headcount.headcount_folder(folder, asked, out=out, **watch))
            else:
                with at.desk() as desk:
                    first = first or desk
                    lines.append(headcount.headcount_week(desk, week, asked, **watch).line)
    for line in lines:
        for sentence in headcount_words.sentences(line, screen.lang):
            screen.text(sentence)
    screen.say("headcount.meaning", share=f"{100 * short:g}")
    found = all(line.own.people is not None for line in lines)
    report = headcount.headcount_report(lines, asked)
    if first is not None:  # weeks looked at later are at least as new
        report = told(screen, first, report)
    return Ended(report, Ending.DONE if found else Ending.NO_ROSTER)


def _parts(text: str, mark: str) -> list[str]:
    return [part for part in map(str.strip, text.split(mark)) if part]


def _posts(text: str) -> tuple[str, ...]:
    return tuple(_parts(text, "+"))


def _vendor(posts: str, hours: str) -> ToVendor | None:
    """Return what goes to a vendor in lines of their own; None: nothing."""
    if not (posts or hours):
        return None
    window = ClockSpan.parse(hours) if hours else None
    return ToVendor(tuple(_parts(posts, ",")), window)
