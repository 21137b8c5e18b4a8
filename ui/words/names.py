"""Names of things a shop may call as it likes: known ones in words, its own ones as written."""

from __future__ import annotations

from ui.words.catalogue import has, t


def post_name(post: str, lang: str) -> str:
    """Return a post's name in words; its id where the shop has a post of its own."""
    return _known("post", post, lang)


def absence_name(kind: str, lang: str) -> str:
    """Return an absence's kind in words; as it was written where it is the shop's own."""
    return _known("absence", kind, lang) if kind else t("absence.other", lang)


def rule_name(rule: str, lang: str) -> str:
    """Return the short name of a rule."""
    return _known("rule_name", rule, lang)


def kind_name(kind: str, lang: str) -> str:
    """Return what people call a kind of shift: the site's own name where it is no usual one."""
    return _known("kind", kind, lang)


def _known(group: str, name: str, lang: str) -> str:
    key = f"{group}.{name}"
    return t(key, lang) if has(key, lang) else name
