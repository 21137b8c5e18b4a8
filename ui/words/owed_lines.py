"""Hours owed as sentences: who gets fewer and why, and what cover has no use for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui.words.catalogue import t
from ui.words.sentences import number_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Report = dict[str, Any]
LEAST_UNUSED = 0.05  # people that too many hours are, from which they are worth a word


def owed_lines(report: Report | None, lang: str, name_of: Callable[[str], str]) -> list[str]:
    """
    Return who gets fewer hours than owed, alike people in one sentence, and hours without use.

    Parameters
    ----------
    report
        As ``owed_report`` gives it; None: no hours are owed.
    lang
        Language.
    name_of
        Name of an agent by id.
    """
    return [] if report is None else [*_fewer(report, lang, name_of), *_unused(report, lang)]


def _fewer(report: Report, lang: str, name_of: Callable[[str], str]) -> Iterator[str]:
    names: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = {}
    for each in report["fewer"]:
        key, rules = "owed.days", each["would_break"]
        if each["given"] < each["most"]:
            key = "owed.given_less"
        elif rules:
            key = "owed.rules"
        told = {name: number_text(each[name], lang) for name in ("owed", "given", "most")}
        told["rules"] = t("list.comma", lang).join(t(f"rule_name.{rule}", lang) for rule in rules)
        names.setdefault((key, tuple(told.items())), []).append(name_of(each["agent_id"]))
    for (key, told_of), who in names.items():
        yield t(key, lang, who=t("list.comma", lang).join(who), **dict(told_of))


def _unused(report: Report, lang: str) -> Iterator[str]:
    if report["unused_people"] >= LEAST_UNUSED:
        yield t(
            "owed.unused",
            lang,
            hours=number_text(report["unused"], lang),
            people=number_text(round(report["unused_people"], 1), lang),
        )
