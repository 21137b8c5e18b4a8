"""Setting a shop up from the command line: ``shop new``, with the files it begins with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.start.begin import FirstFiles, begin
from service.start.platform_aims import aims_report, aims_seen, platforms_written
from service.start.setting_up import (
    PRESETS,
    PROPOSED,
    TIMEZONE,
    NewShop,
    posts_written,
    proposed_ids,
)
from service.start.shop_seen import look
from service.start.what_next import Aim, missing, steps
from ui.cli.acting import Acting, By, Db, Shop, told
from ui.cli.looking import looking_at
from ui.cli.options import Interval, KeepAnyway, Timezone
from ui.cli.pairs import Layout, pairs
from ui.cli.screen import Screen
from ui.cli.spelled import Report
from ui.words.catalogue import t
from ui.words.platform_sentences import aim_sentences

if TYPE_CHECKING:
    from service.start.shop_seen import ShopSeen

Name = Annotated[str, typer.Argument(metavar="NAME", help="cli.option.new_shop_name")]
Posts = Annotated[str, typer.Option("--posts", metavar="NAME,…", help="cli.option.shop_posts")]
Opening = Annotated[str, typer.Option("--opening", metavar="HOURS", help="cli.option.opening")]
Preset = Annotated[str, typer.Option("--rules", metavar="NAME", help="cli.option.shop_rules")]
Platforms = Annotated[
    str, typer.Option("--platforms", metavar="NAME,…", help="cli.option.shop_platforms")
]
Agents = Annotated[
    Path | None, typer.Option("--agents", metavar="FILE", help="cli.option.shop_agents")
]
Hours = Annotated[
    float, typer.Option("--contract-hours", metavar="HOURS", help="cli.option.contract_hours")
]
PostOfAll = Annotated[
    str, typer.Option("--post-of-all", metavar="POST", help="cli.option.post_of_all")
]
Volumes = Annotated[
    Path | None, typer.Option("--volumes", metavar="FILE", help="cli.option.volumes")
]
Roster = Annotated[
    Path | None, typer.Option("--roster", metavar="FILE", help="cli.option.shop_roster")
]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="cli.option.agreed_reason")]
Codes = Annotated[str, typer.Option("--code", metavar="TEXT=CODE,…", help="cli.option.codes_meant")]
USUAL = ",".join(proposed_ids())
Week = Annotated[bool, typer.Option("--make-week", help="cli.option.make_week")]


def new(
    screen: Screen,
    name: Name,
    *,
    posts: Posts = USUAL,
    platforms: Platforms = "",
    opening: Opening = PROPOSED,
    timezone: Timezone = TIMEZONE,
    interval: Interval = 30,
    rules: Preset = PRESETS[0],
    agents: Agents = None,
    contract_hours: Hours = 40.0,
    post_of_all: PostOfAll = "",
    volumes: Volumes = None,
    layout: Layout,
    roster: Roster = None,
    reason: Reason = "",
    code: Codes = "",
    make_week: Week = False,
    keep_anyway: KeepAnyway = None,
    shop: Shop = "main",
    by: By = None,
    url: Db = None,
) -> Report:
    """Set a shop up, with the files it begins with."""
    asked = NewShop(
        name,
        posts_written(posts),
        opening,
        timezone,
        interval,
        rules,
        platforms=platforms_written(platforms),
    )
    files = FirstFiles(
        agents,
        contract_hours,
        next(iter(posts_written(post_of_all)), ""),
        None if volumes is None else layout.file(volumes, timezone=timezone),
        roster,
        reason or t("setup.past_reason", screen.lang),
        pairs(code, example="A/B=休"),
        make_week,
    )
    with looking_at(screen, keep_anyway), Acting(shop, by, None, url).desk() as desk:
        begin(desk, asked, files, lang=screen.lang)
        seen, aims = look(desk), aims_seen(desk)
    screen.say("cli.shop_set_up", name=name, shop=shop)
    for line in aim_sentences(aims, screen.lang):
        screen.text(line)
    _say_steps(screen, seen)
    return told(screen, desk, {"shop": shop, "aims": aims_report(aims.aims), **_report(seen)})


def _say_steps(screen: Screen, seen: "ShopSeen") -> None:
    """Say for what each aim still waits."""
    for aim in Aim:
        lacking = missing(seen, aim)
        words = t(f"setup.aim_{aim}", screen.lang)
        if lacking:
            comma = t("list.comma", screen.lang)
            names = comma.join(t(f"setup.step_{step}", screen.lang) for step in lacking)
            words = t("setup.aim_waits", screen.lang, aim=words, steps=names)
        screen.text(f"{'○' if lacking else '✓'} {words}")


def _report(seen: "ShopSeen") -> Report:
    """Return what programs read of a shop that was set up."""
    return {
        "steps": {point.code: point.standing.value for point in steps(seen)},
        "missing": {aim.value: [step.value for step in missing(seen, aim)] for aim in Aim},
        "week": seen.coming.label,
    }
