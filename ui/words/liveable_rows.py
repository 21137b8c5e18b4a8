"""How liveable a roster is, as rows of words and numbers beside those of the week before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import figures
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Callable

Report = dict[str, Any]
UNKNOWN = "—"
Row = tuple[str, str, str]
PEOPLE_NAMED = 5


def liveable_rows(report: Report, lang: str) -> list[Row]:
    """Return what is counted, of this roster and of the week before; a dash: not known."""
    before = report["week_before"]
    return [
        (
            t(f"liveable.{name}", lang),
            tell(report, lang),
            UNKNOWN if before is None else tell(before, lang),
        )
        for name, tell in MEASURES.items()
        if name != "late_shifts" or report["late_shifts"] is not None
    ]


def liveable_notes(report: Report, lang: str) -> list[str]:
    """Return what is not known of the week before, and the hours promised and not given."""
    before, notes = report["week_before"], []
    if report["hours_withheld"]:
        hours = figures.number(report["hours_withheld"], lang, 1)
        notes.append(t("liveable.withheld", lang, hours=hours))
    if before is None:
        return [*notes, t("liveable.no_week_before", lang)]
    if before["days"] < 7:
        notes.append(t("liveable.days_known", lang, count=before["days"]))
    if before["unknown"]:
        named = t("list.comma", lang).join(before["unknown"][:PEOPLE_NAMED])
        more = len(before["unknown"]) > PEOPLE_NAMED
        key = "liveable.unknown_more" if more else "liveable.unknown"
        notes.append(t(key, lang, count=len(before["unknown"]), names=named))
    return notes


def person_cells(one: Report, before: Report | None) -> dict[str, float | None]:
    """Return the numbers of one person by the name of their head; None: not known."""
    wishes, off = one["wishes"], one["two_days_off_together"]
    cells = {
        "p_starts": max(one["starts_per_week"], default=None),
        "p_jump": one["jump_hours"]["most"],
        "p_off": sum(off) / len(off) if off else None,
        "p_nights": one["night_shifts"],
        "p_weekends": one["weekend_shifts"],
        "p_lates": one["late_shifts"],
        "p_run": one["longest_run_days"],
        "p_wishes": wishes["asked"] - wishes["kept"],
        "p_owed": one["hours_owed"] or None,
        "p_given": one["hours_given"],
    }
    for name, key in (("p_nights", "night_shifts"), ("p_weekends", "weekend_shifts")):
        cells[f"{name}_before"] = None if before is None else before[key]
    return cells


def _mean(key: str, of_most: int) -> Callable[[Report, str], str]:
    def tell(report: Report, lang: str) -> str:
        mean, most = report[key]["mean"], report[key]["most"]
        if mean is None:
            return UNKNOWN
        told = figures.number(most, lang, of_most)
        return t("liveable.mean_most", lang, mean=figures.number(mean, lang, 1), most=told)

    return tell


def _sum(key: str) -> Callable[[Report, str], str]:
    def tell(report: Report, lang: str) -> str:
        if report[key] is None:
            return UNKNOWN
        total, most = (figures.number(report[key][name], lang, 0) for name in ("sum", "most"))
        return t("liveable.sum_most", lang, sum=total, most=most)

    return tell


def _off(report: Report, lang: str) -> str:
    share = report["two_days_off_together"]
    return UNKNOWN if share is None else figures.share(share, lang)


def _run(report: Report, lang: str) -> str:
    return t("liveable.days", lang, count=report["longest_run_days"])


def _wishes(report: Report, lang: str) -> str:
    wishes = report["wishes"]
    if wishes is None:
        return UNKNOWN
    return t("liveable.of", lang, part=wishes["kept"], whole=wishes["asked"])


def _owed(report: Report, lang: str) -> str:
    given = figures.number(report["hours_given"], lang, 1)
    if not report["hours_owed"]:
        key = "given" if report["hours_owed"] is None else "given_none_owed"
        return t(f"liveable.{key}", lang, given=given)
    owed = figures.number(report["hours_owed"], lang, 1)
    return t("liveable.given_of_owed", lang, given=given, owed=owed)


MEASURES: dict[str, Callable[[Report, str], str]] = {
    "start_times": lambda report, lang: figures.number(report["start_times"], lang, 0),
    "starts_per_week": _mean("starts_per_week", 0),
    "jump_hours": _mean("jump_hours", 1),
    "two_days_off_together": _off,
    "night_shifts": _sum("night_shifts"),
    "weekend_shifts": _sum("weekend_shifts"),
    "late_shifts": _sum("late_shifts"),
    "longest_run_days": _run,
    "wishes": _wishes,
    "hours": _owed,
}
