"""The texts of a template, in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.template_book import TemplateWords, template_book
from service.templates import CellForm, template_columns
from ui.words.catalogue import has, t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.templates import TemplateColumn

HEADS = ("column", "about", "needed", "options", "first", "second", "also")
UNITS = ("money", "hours")
SOME_POSTS = ("presales", "aftersales")
"""Shown where no shop is chosen."""


def template_file(kind: str, lang: str, posts: Sequence[str] = ()) -> bytes:
    """
    Return the template of a kind of table, with a shop's posts by the names people know.

    Raises
    ------
    InputError
        When there is no such kind.
    """
    names = [post_name(post, lang) for post in posts or SOME_POSTS]
    columns = template_columns(kind, lang, names)
    return template_book(template_words(kind, columns, lang), columns)


def template_words(kind: str, columns: Sequence[TemplateColumn], lang: str) -> TemplateWords:
    """Return the texts of a kind's template."""
    name = table_name(kind, lang)
    return TemplateWords(
        name,
        t("template.guide", lang),
        tuple(t(f"template.intro_{number}", lang, kind=name) for number in (1, 2)),
        tuple(t(f"template.head_{head}", lang) for head in HEADS),
        t("template.needed", lang),
        t("template.optional", lang),
        {unit: t(f"template.unit_{unit}", lang) for unit in UNITS},
        {each.ours: _about(kind, each, columns, lang) for each in columns},
    )


def table_name(kind: str, lang: str) -> str:
    """Return what a kind of table is called."""
    return t(f"template.kind_{kind}", lang)


def _about(kind: str, column: TemplateColumn, columns: Sequence[TemplateColumn], lang: str) -> str:
    own = f"template.about_{kind}_{column.ours}"
    if has(own, lang):
        return t(own, lang)
    known = (each.options for each in columns if each.form in {CellForm.POST, CellForm.POSTS})
    posts = next(known, ()) or tuple(post_name(post, lang) for post in SOME_POSTS)
    told = t(f"template.form_{column.form}", lang)
    return told.replace("{posts}", "|".join(posts[:2])).replace("{post}", posts[0])
