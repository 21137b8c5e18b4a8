"""The tools above a table that is edited: one button for each thing that can be done to cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.plain import escape
from ui.words.catalogue import t

if TYPE_CHECKING:
    from collections.abc import Sequence

CELLS, CLIP = "cells", "clip"
GROUPS = (
    (("cut", CELLS), ("copy", CELLS), ("paste", CLIP)),
    (("swap", CELLS), ("clear", CELLS)),
    (("earlier", CELLS), ("later", CELLS), ("meal_earlier", CELLS), ("meal_later", CELLS)),
    (("lock", CELLS), ("unlock", CELLS)),
    (("undo", ""), ("redo", "")),
)


def tools(types: Sequence[str], lang: str) -> str:
    """Return the buttons as markup, each with its keys in the title, and the choice of a type."""
    parts = ['<span class="gap"></span>'.join(_group(group, lang) for group in GROUPS)]
    if types:
        options = "".join(f"<option>{escape(code)}</option>" for code in types)
        name = escape(t("grid_edit.tool.type", lang))
        parts.insert(
            0, f'<select aria-label="{name}"><option value="">{name}</option>{options}</select>'
        )
    told = '<span class="told" aria-live="polite"></span>'
    name = escape(t("grid_edit.tools", lang))
    return f'<div class="tools" role="toolbar" aria-label="{name}">{"".join(parts)}{told}</div>'


def tool_words(lang: str) -> dict[str, str]:
    """Return what the table says of the selection; ``{count}`` stands for the number of cells."""
    return {
        "selected": t("grid_edit.selected", lang, count="{count}"),
        "none": t("grid_edit.none_selected", lang),
    }


def _group(group: Sequence[tuple[str, str]], lang: str) -> str:
    return "".join(_button(name, needs, lang) for name, needs in group)


def _button(name: str, needs: str, lang: str) -> str:
    asked = f' data-needs="{needs}"' if needs else ""
    title = escape(t(f"grid_edit.keys.{name}", lang))
    return (
        f'<button type="button" data-act="{name}"{asked} title="{title}">'
        f"{escape(t(f'grid_edit.tool.{name}', lang))}</button>"
    )
