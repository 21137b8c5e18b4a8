"""The what-if on a week's folder: as it is and with changes, side by side."""

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

import typer

from scheduler.comfort import Comfort
from scheduler.errors import Fault, InputError, require
from scheduler.horizon import ClockSpan, parse_clock
from scheduler.levers import LEVERS, LeverUnit
from scheduler.sweep import Lever
from service.kept import keep_file
from service.trial.comfort_report import comfort_report
from service.trial.whatif import (
    Changes,
    VendorOffer,
    changes_told,
    comfort_folder,
    posts_of,
    whatif_folder,
)
from service.trial.whatif_report import whatif_report
from ui.cli import endings
from ui.cli.comfort_table import comfort_table
from ui.cli.options import Level, OwnSpeeds, Week
from ui.cli.pairs import by_post
from ui.cli.screen import Screen
from ui.cli.solving import Trying
from ui.cli.spelled import Ended
from ui.cli.whatif_pdf import whatif_pdf
from ui.cli.whatif_table import speeds_note, whatif_table
from ui.words.sweep_words import pretended_text

Volume = Annotated[str, typer.Option("--volume", metavar="[POST=]X,…", help="cli.option.w_volume")]
HandedOver = Annotated[
    str, typer.Option("--handed-over", metavar="[POST=]X,…", help="cli.option.w_handed_over")
]
People = Annotated[str, typer.Option("--people", metavar="POST=N,…", help="cli.option.w_people")]
Aht = Annotated[str, typer.Option("--aht", metavar="[POST=]S,…", help="cli.option.w_aht")]
AtOnce = Annotated[
    str, typer.Option("--concurrency", metavar="[POST=]K,…", help="cli.option.w_concurrency")
]
Patience = Annotated[
    str, typer.Option("--patience", metavar="[POST=]S,…", help="cli.option.w_patience")
]
Target = Annotated[str, typer.Option("--target", metavar="[POST=]X,…", help="cli.option.w_target")]
Within = Annotated[str, typer.Option("--within", metavar="[POST=]S,…", help="cli.option.w_within")]
Shrinkage = Annotated[
    str, typer.Option("--shrinkage", metavar="[POST=]X,…", help="cli.option.w_shrinkage")
]
HourlyCost = Annotated[
    str | None, typer.Option("--hourly-cost", metavar="YUAN", help="cli.option.w_hourly_cost")
]
Simulate = Annotated[int, typer.Option("--simulate", min=0, help="cli.option.w_simulate")]
CostOfComfort = Annotated[bool, typer.Option("--comfort", help="cli.option.w_comfort")]
VendorPrice = Annotated[
    str | None, typer.Option("--vendor-price", metavar="YUAN", help="cli.option.w_vendor_price")
]
VendorPosts = Annotated[
    str, typer.Option("--vendor-posts", metavar="POST,POST", help="cli.option.w_vendor_posts")
]
VendorHours = Annotated[
    str, typer.Option("--vendor-hours", metavar="HH:MM-HH:MM", help="cli.option.w_vendor_hours")
]
Summary = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="cli.option.w_pdf")]
Change = Annotated[
    list[str] | None,
    typer.Option("--change", metavar="NAME[@POST]=X[%]", help="cli.option.w_change"),
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="cli.option.w_out")]

HOUR_MIN = 60
CHANGE = re.compile(r"(\w+)(?:@([^=]+))?=([^%]+)(%)?")


def whatif(
    screen: Screen,
    week: Week,
    *,
    volume: Volume = "",
    handed_over: HandedOver = "",
    people: People = "",
    aht: Aht = "",
    concurrency: AtOnce = "",
    patience: Patience = "",
    target: Target = "",
    within: Within = "",
    shrinkage: Shrinkage = "",
    hourly_cost: HourlyCost = None,
    level: Level = None,
    comfort: CostOfComfort = False,
    simulate: Simulate = 0,
    own_speeds: OwnSpeeds = None,
    vendor_price: VendorPrice = None,
    vendor_posts: VendorPosts = "",
    vendor_hours: VendorHours = "",
    pdf: Summary = None,
    change: Change = None,
    out: Out = None,
    limits: Trying,
) -> Ended:
    """Lay a week with changes beside the week as it is."""
    require(pdf is None or not comfort, "pdf_of_comfort")
    posts = posts_of(week)
    changes = Changes(
        volume=by_post(volume, posts),
        handed_over=by_post(handed_over, posts),
        agents=_whole(by_post(people, posts, all_posts=False)),
        handle_s=by_post(aht, posts),
        chats_at_once=_whole(by_post(concurrency, posts)),
        patience_s=by_post(patience, posts),
        service_level=by_post(target, posts),
        within_s=by_post(within, posts),
        shrinkage=by_post(shrinkage, posts),
        hourly_cost=_yuan(hourly_cost, "hourly_cost"),
        level=level,
    )
    changes = changes_told(week, tuple(map(lever_of, change or ())), changes)
    offer = _offer(vendor_price, vendor_posts, vendor_hours)
    params = limits.params
    tested = limits.tested(simulate, own_speeds)
    with limits.watched(screen) as watched:
        watch: dict[str, Any] = {"listener": watched.listener, "stop": watched.stop}
        watch |= {"simulation": tested, "chats": own_speeds, "out": out}
        if comfort:
            names = {each: screen.word(f"comfort.{each}") for each in Comfort}
            lines = comfort_folder(week, changes, params, names=names, **watch)
        else:
            found = whatif_folder(week, changes, params, **watch)
    if comfort:
        report = comfort_report(lines, params)
        comfort_table(screen, report)
        speeds_note(screen, tested, map(_speeds, report["lines"].values()))
        return Ended(report, max(endings.of_plan(line) for line in report["lines"].values()))
    report = whatif_report(found, params, offer)
    whatif_table(screen, report)
    speeds_note(screen, tested, map(_speeds, report.values()))
    if pdf is not None:
        keep_file(pdf, whatif_pdf(found, changes, week.name, screen.lang))
    for each in found.pretended:
        screen.text(pretended_text(each, screen.lang))
    if offer is not None:
        screen.say("outsourcing.left_out")
    return Ended(report, endings.of_plan(report["changed"]))


def _speeds(side: dict[str, Any]) -> tuple[int, int]:
    return len(side["speeds"]), side["agents"]


def lever_of(text: str) -> Lever:
    """Return a change told as ``NAME[@POST]=NUMBER[%]`` or ``rule@RULE=NUMBER``; or InputError."""
    found = CHANGE.fullmatch(text.strip())
    if found is None:
        raise InputError(Fault("change_form", value=text))
    what, where, number, percent = found.groups(default="")
    is_clock = what in LEVERS and LEVERS[what].unit is LeverUnit.CLOCK
    try:
        timed = is_clock and ":" in number
        values = (parse_clock(number) / HOUR_MIN if timed else float(number),)
    except ValueError:
        raise InputError(Fault("not_number", column=what, value=number)) from None
    if what == "rule":
        return Lever(what, values=values, rule=where)
    return Lever(what, where, percent=values) if percent else Lever(what, where, values)


def _whole(values: dict[str, float]) -> dict[str, int]:
    wrong = [value for value in values.values() if value != int(value)]
    if wrong:
        raise InputError([Fault("not_whole", value=str(value)) for value in wrong])
    return {post: int(value) for post, value in values.items()}


def _offer(price: str | None, posts: str, hours: str) -> VendorOffer | None:
    """Return what a vendor offers; None: no price was given."""
    yuan = _yuan(price, "vendor_price")
    require(yuan is not None or not (posts or hours), "outsourcing_without_price")
    if yuan is None:
        return None
    named = tuple(part for part in (each.strip() for each in posts.split(",")) if part)
    return VendorOffer(yuan, named, ClockSpan.parse(hours) if hours else None)


def _yuan(text: str | None, column: str) -> Decimal | None:
    try:
        return None if text is None else Decimal(text)
    except InvalidOperation:
        raise InputError(Fault("not_number", column=column, value=text)) from None
