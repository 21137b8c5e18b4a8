"""The fewest people of a week, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.headcount.outcome import by_posts
from ui.words.catalogue import t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scheduler.headcount.kinds import PersonKind
    from scheduler.headcount.outcome import Fewest, HeadcountLine


def sentences(line: HeadcountLine, lang: str) -> Iterator[str]:
    """Yield what is to be said of a week: number, bound, with a vendor, and whom to hire first."""
    yield from proven(line, lang)
    yield from hiring(line, lang)


def proven(line: HeadcountLine, lang: str) -> Iterator[str]:
    """Yield number and bound of a week, and of what a vendor leaves."""
    yield f"{line.week}{t('list.colon', lang)}{number(line.own, lang)}"
    yield between(line.own, lang)
    if line.with_vendor is not None:
        with_vendor = number(line.with_vendor, lang)
        yield t("headcount.with_vendor", lang, line=with_vendor)
        yield between(line.with_vendor, lang)
    if line.own.left_out_hours > 0:
        yield t("headcount.left_out", lang, hours=f"{line.own.left_out_hours:,.1f}")


def hiring(line: HeadcountLine, lang: str) -> Iterator[str]:
    """Yield whom to hire first."""
    if line.own.first_hires:
        yield t("headcount.first_hires", lang, kinds=first_hires(line.own, lang))
    elif line.own.people is not None:
        yield t("headcount.enough", lang, people=line.own.people_today)


def number(found: Fewest, lang: str) -> str:
    """Return how many people there are, and of which posts."""
    if found.people is None:
        return t("headcount.none", lang, bound=found.bound)
    return t("headcount.number", lang, people=found.people, parts=parts(found, lang))


def parts(found: Fewest, lang: str) -> str:
    """Return how many people of which posts a witness has."""
    told = (
        t("headcount.part", lang, people=many, posts=posts_name(posts, lang))
        for posts, many in by_posts(found.counts).items()
    )
    return t("list.comma", lang).join(told)


def between(found: Fewest, lang: str) -> str:
    """Return what is proven of the number."""
    if found.people is None or found.short_hours is None:
        best = min(
            (each.short_hours for each in found.tries if each.short_hours is not None), default=None
        )
        if best is None:
            return t("headcount.no_try", lang)
        return t(
            "headcount.best_try",
            lang,
            people=next(each.people for each in found.tries if each.short_hours == best),
            hours=f"{best:,.1f}",
            allowed=f"{found.allowed_hours:,.1f}",
        )
    name = "headcount.exact" if found.apart == 0 else "headcount.apart"
    return t(
        name,
        lang,
        bound=found.bound,
        people=found.people,
        hours=f"{found.short_hours:,.1f}",
        allowed=f"{found.allowed_hours:,.1f}",
    )


def first_hires(found: Fewest, lang: str) -> str:
    """Return whom to hire first, each with the hours that saves."""
    return t("list.comma", lang).join(
        t(
            "headcount.hire",
            lang,
            posts=kind_name_of(each.kind, lang),
            hours=f"{each.saved_hours:,.1f}",
        )
        for each in found.first_hires
    )


def posts_name(posts: tuple[str, ...], lang: str) -> str:
    """Return the posts somebody holds."""
    return t("headcount.and", lang).join(post_name(post, lang) for post in posts)


def kind_name_of(kind: PersonKind, lang: str) -> str:
    """Return posts and contract of a kind."""
    hours = f"{kind.contract.hours_week:g}"
    return t("headcount.kind", lang, posts=posts_name(kind.posts, lang), hours=hours)
