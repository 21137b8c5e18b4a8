"""Volumes, forecasts and requirements as tables for people, and how numbers are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.words.catalogue import t
from ui.words.caveats import caveat_text
from ui.words.names import post_name
from ui.words.reading import reading_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.cli.screen import Screen

LEAST_TOLD_HOURS = 0.05
Report = dict[str, Any]


def requirement(screen: Screen, report: Report) -> None:
    """Print the people needed, a row per post."""
    rows = [
        (
            post_name(post, screen.lang),
            number(part["hours"], 1),
            number(part["peak"], 2),
            number(part["open_hours"], 1),
            *_expected(part["expected"]),
        )
        for post, part in report["posts"].items()
    ]
    blank = ("",) * 6
    rows.append((screen.word("cli.all"), number(report["required_hours"], 1), *blank))
    names = ("post", "hours", "peak", "open_hours", "met_level", "left_share", "asa", "occupancy")
    screen.table(tuple(f"cli.head.{name}" for name in names), rows)
    whole = report["required_hours_with_minimums"]
    if whole - report["required_hours"] >= LEAST_TOLD_HOURS:
        screen.say("staff.with_minimums", hours=number(whole, 1))
    for post, part in report["posts"].items():
        if part["carried_hours"]:
            named = post_name(post, screen.lang)
            screen.say("staff.carried", post=named, hours=number(part["carried_hours"], 1))
    for each in report["overloads"]:
        one = len(each["posts"]) == 1
        screen.say(
            "cli.overload",
            post=post_name(each["posts"][0], screen.lang) if one else screen.word("cli.all"),
            required=number(each["required_hours"], 1),
            contract=number(each["contract_hours"], 1),
            peak=number(each["peak"], 1),
            people=each["people"],
            hours=number(each["short_hours"], 1),
            missing=number(each["short_people"], 1),
        )


def priced(screen: Screen, report: Report) -> None:
    """Print in how many intervals of each post single people have a worth of their own."""
    for post, part in report["posts"].items():
        named, counts = post_name(post, screen.lang), ("priced_intervals", "open_intervals")
        some, whole = (part[name] for name in counts)
        key = "staff.priced_not" if post in report["not_priced"] else "staff.priced"
        screen.say(key, post=named, count=some, open=whole)


def chances(screen: Screen, found: Report) -> None:
    """Print what it takes that the week holds its target, a row for each chance."""
    if not found["rows"]:
        screen.say("staff.no_spread")
        return
    rows = [
        (percent(row["chance"], 0), number(row["hours"], 1), f"{row['more']:+.1%}")
        for row in found["rows"]
    ]
    screen.table(("cli.head.chance", "cli.head.hours", "cli.head.more_hours"), rows)
    for post, chance in found["mean"].items():
        screen.say(
            "staff.chance_of_mean",
            post=post_name(post, screen.lang),
            chance=percent(chance, 0),
            whole=percent(found["whole"][post], 0),
        )
    if found["days_alone"]:
        screen.say("staff.days_alone")


def _expected(met: Report | None) -> tuple[str, ...]:
    """Return what customers would meet: service level, those who leave, speed of answer, use."""
    if met is None:
        return ("", "", "", "")
    return (
        percent(met["service_level"], 1),
        percent(met["abandoned_share"], 1),
        number(met["answer_wait_s"], 1),
        percent(met["occupancy"], 1),
    )


def forecast(screen: Screen, report: Report) -> None:
    """Print what is expected of each post, and how good such forecasts have been."""
    rows = [
        (post_name(post, screen.lang), number(part["volume"], 0))
        for post, part in report["posts"].items()
    ]
    screen.say("cli.forecast_of", first=report["first"], days=report["days"])
    screen.table(("cli.head.post", "cli.head.offered"), rows)
    for caveat in report["caveats"]:
        text = caveat_text(caveat["code"], caveat["details"], screen.lang)
        post = post_name(caveat["post"], screen.lang)
        named = t("forecast.of_post", screen.lang, post=post, text=text) if post else text
        screen.text(f"· {named}")
    reading(screen, report["reading"])
    _effects(screen, report["effects"])
    tested = {post: part for post, part in report["posts"].items() if part["models"]}
    if tested:
        _backtest(screen, tested)


def _effects(screen: Screen, effects: list[Report]) -> None:
    if not effects:
        return
    rows = [
        (
            post_name(each["post"], screen.lang),
            each["date"].isoformat(),
            ", ".join(each["names"]) or screen.word("cli.around_day"),
            "—" if each["source"] == "closed" else f"× {each['factor']:.2f}",
            screen.word(f"effect_source.{each['source']}"),
        )
        for each in effects
    ]
    screen.say("cli.effects")
    heads = ("post", "date", "day_name", "factor", "source")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)


def _backtest(screen: Screen, posts: Mapping[str, Report]) -> None:
    rows = [
        (
            post_name(post, screen.lang),
            screen.word(f"forecast_model.{model}"),
            percent(found["wape"], 2),
            percent(found["bias"], 2),
            screen.word("cli.chosen") if model == part["chosen"] else "",
        )
        for post, part in posts.items()
        for model, found in part["models"].items()
    ]
    rows += [
        (
            post_name(post, screen.lang),
            screen.word("cli.chosen_each_week"),
            percent(part["chosen_on_earlier_folds"]["wape"], 2),
            percent(part["chosen_on_earlier_folds"]["bias"], 2),
            "",
        )
        for post, part in posts.items()
    ]
    screen.text("")
    heads = ("post", "model", "wape", "bias", "chosen")
    screen.table(tuple(f"cli.head.{name}" for name in heads), rows)
    for post, part in posts.items():
        screen.say(
            "cli.backtest",
            post=post_name(post, screen.lang),
            weeks=len(part["folds"]),
            floor=percent(part["floor"], 2),
            c80=percent(part["coverage_80"], 1),
            c95=percent(part["coverage_95"], 1),
            e80=percent(part["even_coverage_80"], 1),
            e95=percent(part["even_coverage_95"], 1),
            mean_bias=percent(part["mean_bias"], 2),
        )


def reading(screen: Screen, told: Report) -> None:
    """Print how many rows of a file were kept and left out, and how the rest was read."""
    for line in reading_lines(told, screen.lang):
        screen.text("· " + line)


def number(value: float | None, decimals: int = 3) -> str:
    """Return a number with its decimals, those at the end of three left out where they are 0."""
    if value is None:
        return "-"
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if decimals == 3 else text


def percent(share: float | None, decimals: int = 0) -> str:
    """Return a share in percent; a dash where it is not known."""
    return "-" if share is None else f"{share:.{decimals}%}"
