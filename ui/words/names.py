"""Names of things a shop may call as it likes: known ones in words, its own ones as written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from scheduler.horizon import DAY_MIN, format_clock
from scheduler.present import STANDING_BY
from ui.words.catalogue import has, t

if TYPE_CHECKING:
    from scheduler.problem import RosterProblem
    from scheduler.shift_type import ShiftType
    from scheduler.type_pin import TypePin

NOT_PLAIN = re.compile(r"[^a-z0-9]+")


OwnNames = Mapping[str, tuple[str, str]]
_own_names: list[Callable[[], OwnNames]] = []


def names_from(source: Callable[[], OwnNames]) -> None:
    """Let a shop's own names of its posts be asked for: by id, Chinese and English."""
    _own_names[:] = [source]


def post_name(post: str, lang: str) -> str:
    """Return what a post is called: as the shop does, else in words, else its id."""
    for source in _own_names:
        zh, en = source().get(post, ("", ""))
        if own := (zh or en) if lang == "zh" else (en or zh):
            return own
    if post == STANDING_BY:
        return t("standby.waiting", lang)
    return _known(f"post.{post}", post, lang)


def platform_name(platform: str, lang: str) -> str:
    """Return a selling platform's name in words; as written where it is none of those known."""
    return _known(f"platform.{platform}", platform, lang)


def day_name(name: str, lang: str) -> str:
    """Return a public holiday's name in words; a name of the shop's own as written."""
    return _known(f"public_day.{NOT_PLAIN.sub('_', name.lower()).strip('_')}", name, lang)


def absence_name(kind: str, lang: str) -> str:
    """Return an absence's kind in words; as it was written where it is the shop's own."""
    return _known(f"absence.{kind}", kind, lang) if kind else t("absence.other", lang)


def rule_name(rule: str, lang: str) -> str:
    """Return the short name of a rule."""
    return _known(f"rule_name.{rule}", rule, lang)


def kind_name(kind: str, lang: str) -> str:
    """Return what people call a kind of shift: the site's own name where it is no usual one."""
    return _known(f"kind.{kind}", kind, lang)


def type_name(kind: ShiftType, lang: str) -> str:
    """Return a shift type's name in a language; the other one's, or its code, where it has none."""
    own, other = (kind.name_zh, kind.name_en) if lang == "zh" else (kind.name_en, kind.name_zh)
    return own or other or kind.code


def pinned_name(problem: RosterProblem, kind: str, lang: str) -> str:
    """Return what is fixed of a day: its type with its name, a kind of shift, or the day off."""
    if not kind:
        return t("pins.off", lang)
    names = (type_name(each, lang) for each in problem.rules.types if each.code == kind)
    name = next(names, "")
    return kind_name(kind, lang) if name in {"", kind} else f"{kind} {name}"


def pin_told(problem: RosterProblem, pin: TypePin, lang: str) -> str:
    """Return what is fixed of a day: its type, when the shift starts, both, or the day off."""
    if pin.start_clock is None:
        return pinned_name(problem, pin.kind, lang)
    kind = pinned_name(problem, pin.kind, lang) if pin.kind else ""
    return t("pins.start", lang, kind=kind, start=pin.start_told).strip()


PAGES = {
    "agents": "setup",
    "roster": "weeks",
    "volumes": "history",
    "absences": "requests",
    "special_days": "forecast",
}
"""Where tables are taken in, of those that are not a month's data."""


def told_tables(kind: str, other: str, lang: str) -> dict[str, str]:
    """Return what two kinds of tables are called, and on which page the other one belongs."""
    return {
        "table_kind": t(f"template.kind_{kind}", lang),
        "table_other": t(f"template.kind_{other}", lang),
        "table_page": t(f"page.{PAGES.get(other, 'data')}", lang),
    }


def type_times(kind: ShiftType) -> str:
    """Return when a shift type starts, at the latest too, and when each of its lengths ends."""
    starts = list(dict.fromkeys((kind.starts[0], kind.starts[-1])))
    begins = "/".join(map(format_clock, starts))
    ends = (
        "/".join(format_clock((clock + length) % DAY_MIN) for clock in starts)
        for length in kind.lengths
    )
    return f"{begins}-{' | '.join(ends)}"


def _known(key: str, name: str, lang: str) -> str:
    return t(key, lang) if has(key, lang) else name
