"""What a what-if changes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.levers import LEVERS, STAFFING, LeverUnit
from ui import figures
from ui.words.catalogue import t
from ui.words.names import post_name
from ui.words.sweep_words import clock_text, days_text, rule_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scheduler.changes import Changes

INPUTS = STAFFING
SHARES = frozenset(name for name in STAFFING if LEVERS[name].unit is LeverUnit.SHARE)
ALSO = ("at_once_slower", "attrition", "wages")
"""Levers of a post that are told in per cent: of what is now, a factor is 100 % at first."""


def lines_of(changes: Changes, lang: str) -> list[str]:
    """Return what a scenario changes, a line each; empty when nothing does."""
    lines = []
    for post, factor in changes.volume.items():
        by = figures.change(factor - 1, lang)
        lines.append(t("whatif.does_volume", lang, post=post_name(post, lang), by=by))
    for post, handed in changes.handed_over.items():
        to = figures.share(handed, lang)
        lines.append(t("whatif.does_handed_over", lang, post=post_name(post, lang), to=to))
    for post, people in changes.agents.items():
        by = figures.signed(people, lang, 0)
        lines.append(t("whatif.does_agents", lang, post=post_name(post, lang), by=by))
    for name in INPUTS:
        for post, value in getattr(changes, name).items():
            told = (
                figures.share(value, lang, 1) if name in SHARES else figures.number(value, lang, 0)
            )
            label = t(f"whatif.short_{name}", lang)
            lines.append(
                t("whatif.does_input", lang, post=post_name(post, lang), name=label, to=told)
            )
    for name in ALSO:
        for post, value in getattr(changes, name).items():
            label, told = t(f"sweep.what_{name}", lang), figures.share(value, lang, 1)
            lines.append(
                t("whatif.does_input", lang, post=post_name(post, lang), name=label, to=told)
            )
    lines += _of_more(changes, lang)
    if changes.hourly_cost is not None:
        lines.append(t("whatif.does_cost", lang, to=figures.money(changes.hourly_cost, lang)))
    if changes.comfort is not None:
        lines.append(t(f"comfort.{changes.comfort}", lang))
    if changes.level is not None:
        share = figures.share(changes.level, lang, 1 if changes.level > 0.95 else 0)
        lines.append(t("whatif.does_level", lang, share=share))
    return lines


def _of_more(changes: Changes, lang: str) -> Iterator[str]:
    """Yield what is told of changes that are more than a number of a post."""
    for hire in changes.hires:
        posts = (hire.post, *hire.kind.also)
        named = t("list.comma", lang).join(post_name(post, lang) for post in posts)
        yield t("whatif.does_hires", lang, posts=named, count=hire.number)
    if changes.vendor is not None:
        named = _posts(changes.vendor.posts, lang)
        price = figures.money(changes.vendor.hour_price, lang)
        window = changes.vendor.window
        hours = t("whatif.any_hours", lang) if window is None else str(window)
        yield t("whatif.does_vendor", lang, posts=named, price=price, hours=hours)
    for each in changes.promotion:
        named, by = _posts(each.posts or (), lang), figures.change((each.factor or 1) - 1, lang)
        told = {"posts": named, "by": by}
        if each.first is not None and each.last is not None:
            told["days"] = days_text(each.first, each.last, lang)
            yield t("whatif.does_promotion_on", lang, **told)
        else:
            yield t("whatif.does_promotion", lang, **told)
    for name in ("opens", "closes"):
        for post, hour in getattr(changes, name).items():
            label = t(f"sweep.what_{name}", lang)
            told = {"post": post_name(post, lang), "name": label, "to": clock_text(hour)}
            yield t("whatif.does_input", lang, **told)
    if changes.menu is not None:
        yield t("whatif.does_menu", lang, count=changes.menu)
    for rule in changes.rule:
        label = rule_text(rule.name, lang)
        yield t("whatif.does_rule", lang, name=label, to=f"{rule.value:g}")


def _posts(posts: Iterable[str], lang: str) -> str:
    named = t("list.comma", lang).join(post_name(post, lang) for post in posts)
    return named or t("sweep.all_posts", lang)
