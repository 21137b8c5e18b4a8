"""How a file was read, as sentences: rows kept and left out, and what was taken for granted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from ui import figures
from ui.words.catalogue import has, t
from ui.words.caveats import dates_said
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from service.taken import FileRows

REASONS = (
    *("dropped", "clock_changes", "unknown", "totals", "sums"),
    *("posts_left_out", "repeated", "repeated_unlike"),
)
UNLIKE_SHOWN = 4


def reading_lines(told: Mapping[str, Any], lang: str) -> Iterator[str]:
    """Yield the sentences on a file of volumes, from ``volume_report.reading_report``."""
    comma = t("list.comma", lang)
    reasons = [t(f"reading.{why}", lang, count=f"{told[why]:,}") for why in REASONS if told[why]]
    counted = {name: f"{told[name]:,}" for name in ("rows", "kept", "without_row", "silent")}
    if reasons:
        yield t("reading.left_out", lang, **counted, reasons=comma.join(reasons))
    else:
        yield t("reading.kept", lang, **counted)
    first, last = (dt.date.fromisoformat(told[name]) for name in ("first", "last"))
    yield t("reading.days", lang, dates=figures.stretch(first, last, lang))
    if told["empty_days"]:
        dates = dates_said(map(dt.date.fromisoformat, told["empty_days"]), lang)
        yield t("reading.empty_days", lang, dates=dates)
    for post, rows in told["lengths"].items():
        shown = comma.join(
            t("reading.length", lang, rows=f"{count:,}", minutes=length)
            for length, count in rows.items()
        )
        yield t("reading.lengths", lang, post=post_name(post, lang), lengths=shown)
    if told["lengths"]:
        yield t("reading.spread", lang)
    if told["spread"]:
        own, asked = told["spread"]
        yield t("reading.spread_finer", lang, own=own, asked=asked)
    if told["no_row"]:
        yield t(f"reading.no_row_{told['no_row']}", lang, **counted)
    if told["no_row"] == "zero" and told["silent"]:
        yield t("reading.silent", lang, **counted)
    noted = [what for what in ("years", "fractions") if told[what]]
    yield from (t(f"reading.{what}", lang, count=f"{told[what]:,}") for what in noted)
    if told["unread"]:
        yield t("reading.unread", lang, columns=comma.join(told["unread"]))
    if told["sum_posts"]:
        yield t("reading.sum_posts", lang, posts=comma.join(told["sum_posts"]))
    if told["unlike"]:
        alike: dict[tuple[str, str], list[str]] = {}
        for each in told["unlike"]:
            alike.setdefault((each["fault"], each["start"]), []).append(each["post"])
        found = [_unlike(*place, posts, lang) for place, posts in alike.items()]
        which = t("list.apart", lang).join(found[:UNLIKE_SHOWN])
        yield t("reading.unlike", lang, count=len(found), which=which)


def _unlike(fault: str, at: str, posts: Iterable[str], lang: str) -> str:
    start = dt.datetime.fromisoformat(at)
    when = figures.day(start.date(), lang)
    if fault == "spike":
        when = f"{when} {start:%H:%M}"
    named = t("list.comma", lang).join(post_name(post, lang) for post in posts)
    what = t(f"past_fault.{fault}", lang, hours="")
    return t("reading.unlike_one", lang, when=when, post=named, what=what)


def files_lines(files: Iterable[FileRows], lang: str) -> Iterator[str]:
    """Yield how many rows of files were kept: those with rows left out first, each by itself."""
    whole = []
    for each in files:
        for what, times in each.assumed.items():
            yield t(f"reading.assumed_{what}", lang, file=each.file, count=f"{times:,}")
        yield from _column_lines(each, lang)
        counted = {"file": each.file, "rows": f"{each.rows:,}", "kept": f"{each.kept:,}"}
        if each.left_out:
            why = t("list.comma", lang).join(
                t(f"reading.{reason}", lang, count=f"{count:,}")
                for reason, count in each.left_out.items()
            )
            yield t("reading.file_left_out", lang, **counted, reasons=why)
        else:
            whole.append(t("reading.file_rows", lang, **counted))
    if whole:
        yield t("reading.files_kept", lang, files=t("list.comma", lang).join(whole))


def _column_lines(each: FileRows, lang: str) -> Iterator[str]:
    """Yield what was read from which columns of a file, where its names alone do not say it."""
    between = t("list.comma", lang)
    if each.made:
        told = (
            t(
                "reading.made_of",
                lang,
                what=fact_name(ours, lang),
                of=" × ".join(_named(parts, lang)),
            )
            for ours, parts in each.made.items()
        )
        yield t("reading.made", lang, file=each.file, columns=between.join(told))
    for name in ("percents", "unused"):
        columns = getattr(each, name)
        if columns:
            yield t(f"reading.{name}", lang, file=each.file, columns=between.join(columns))


def _named(parts: Iterable[str], lang: str) -> Iterator[str]:
    return (fact_name(part, lang) for part in parts)


def fact_name(name: str, lang: str) -> str:
    """Return what a column of facts is called, for people; as in the file where it has no name."""
    known = (f"fact.{name}", f"fact.{name.removesuffix('_yuan')}_fen", f"exported.key_{name}")
    return next((t(key, lang) for key in known if has(key, lang)), name)
