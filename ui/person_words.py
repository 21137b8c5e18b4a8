"""The texts of one person's data: what there is to read first, and the names of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words.catalogue import LANGUAGES, has, t

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.persons.handing_out import OwnAbout


FORMS = {"minutes": "*_min", "seconds": "*_s", "fen": "*_fen"}


def readme(about: OwnAbout) -> Mapping[str, str]:
    """Return what there is to read first, in both languages, by the names of the files."""
    return {f"README.{lang}.txt": _readme(about, lang) for lang in LANGUAGES}


def part_name(name: str, lang: str) -> str:
    """Return what a table, or a kind of register entry, is called."""
    for kind in ("person_table", "person_kind"):
        if has(f"{kind}.{name}", lang):
            return t(f"{kind}.{name}", lang)
    return name


def place_name(place: str, lang: str) -> str:
    """Return where somebody looked: a page, a command or a file."""
    kind, _, name = place.partition(":")
    if kind == "page":
        return t("look.page", lang, page=t(f"page.{name}", lang))
    if kind == "file":
        return t("look.file", lang, file=t(f"hr_download.{name}", lang))
    return t("look.command", lang, command=f"paiban {name}")


def _readme(about: OwnAbout, lang: str) -> str:
    at = f"{about.made_at:%Y-%m-%d %H:%M} UTC"
    lines = [
        t("readme.title", lang, person=about.person),
        "",
        t("readme.made", lang, at=at, by=about.made_by, shop=about.shop),
        t("readme.forms", lang, **FORMS),
        "",
        *(
            t("readme.table", lang, file=name, name=part_name(name, lang), rows=rows)
            for name, rows in about.rows.items()
        ),
        "",
        t("readme.left_out", lang),
        *([t("readme.own", lang)] if about.is_own else []),
        "",
        t("readme.rights", lang),
    ]
    return "\n".join(lines) + "\n"
