"""Names of things a shop may call as it likes: known ones in words, its own ones as written."""

from __future__ import annotations

from ui.words.catalogue import has, t


def post_name(post: str, lang: str) -> str:
    """Return a post's name in words; its id where the shop has a post of its own."""
    return _known(f"post.{post}", post, lang)


def absence_name(kind: str, lang: str) -> str:
    """Return an absence's kind in words; as it was written where it is the shop's own."""
    return _known(f"absence.{kind}", kind, lang) if kind else t("absence.other", lang)


def rule_name(rule: str, lang: str) -> str:
    """Return the short name of a rule."""
    return _known(f"rule_name.{rule}", rule, lang)


def kind_name(kind: str, lang: str) -> str:
    """Return what people call a kind of shift: the site's own name where it is no usual one."""
    return _known(f"kind.{kind}", kind, lang)


def _known(key: str, name: str, lang: str) -> str:
    return t(key, lang) if has(key, lang) else name
