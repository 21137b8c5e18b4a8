"""The button that hands out the template of a table, beside where its file is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from service.shop.shops import posts
from ui import link, state
from ui.parts.downloads import XLSX
from ui.plain import plain
from ui.state import say, spoken
from ui.template_words import table_name, template_file

if TYPE_CHECKING:
    from collections.abc import Sequence


def template_button(kind: str, *, key: str = "") -> None:
    """
    Draw the button with the template of a kind of table; made when asked for.

    Parameters
    ----------
    kind
        A table of ``service.templates.template_kinds``.
    key
        Of the widget, where a page has several; empty: by the kind.
    """
    lang = state.lang()
    name = table_name(kind, lang)
    known = tuple(post.id for post in posts(link.desk())) if state.chosen("shop") else ()
    st.download_button(
        say("template.button"),
        lambda: template_file(kind, lang, known),
        f"{name}.xlsx",
        XLSX,
        key=key or f"template.{kind}",
        help=plain(say("template.button_help", kind=name)),
        icon=":material/table_view:",
        on_click="ignore",
    )


def template_menu(kinds: Sequence[str], *, key: str) -> None:
    """Draw a menu that asks which of several tables is meant, and hands out its template."""
    with st.popover(say("template.open"), icon=":material/table_view:", key=key):
        kind = st.selectbox(
            say("template.which"),
            kinds,
            format_func=spoken(kinds, lambda one: table_name(one, state.lang())),
            key=f"{key}.which",
        )
        template_button(kind, key=f"{key}.get")
