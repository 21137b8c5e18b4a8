"""What a line of a payout is called."""

from __future__ import annotations

from ui.words.catalogue import t
from ui.words.names import absence_name


def pay_name(pays: str, name: str, lang: str) -> str:
    """Return what a line is for, with its allowance or kind of leave."""
    told = t(f"pays.{pays}", lang)
    if not name:
        return told
    return t("pays.named", lang, pays=told, name=absence_name(name, lang))
