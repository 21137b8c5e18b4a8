"""A page for the phone as HTML: no script, nothing from elsewhere, every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from ui.gate.pages import LOCALES, NAMES
from ui.plain import escape
from ui.style import sheet
from ui.words.catalogue import LANGUAGES, t
from ui.words.names import post_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TAB_NAMES = {
    "/phone": "phone.weeks",
    "/phone/requests": "phone.requests",
    "/phone/mine": "phone.mine",
}
TABS = tuple(TAB_NAMES)


class PhoneLeaf:
    """
    A page for one agent in one language.

    Parameters
    ----------
    lang
        In which language.
    form
        What proves its forms to be ours.
    seen
        Number of the newest action when it was drawn: what is pressed on it rests on that.
    mine
        What its addresses repeat where nobody signs in: shop and agent; else empty.
    """

    def __init__(self, lang: str, form: str, seen: int, mine: Mapping[str, str]) -> None:
        self.lang, self.form, self.seen, self.mine = lang, form, seen, dict(mine)

    def say(self, key: str, **values: object) -> str:
        """Return a sentence, escaped."""
        return escape(t(key, self.lang, **values))

    def post(self, post: str, own: Mapping[str, tuple[str, str]]) -> str:
        """Return what a post is called, by the shop's own names first; not escaped."""
        zh, en = own.get(post, ("", ""))
        return ((zh or en) if self.lang == "zh" else (en or zh)) or post_name(post, self.lang)

    def href(self, path: str, **told: str) -> str:
        """Return an address of ours for an attribute."""
        query = urlencode({**self.mine, **{name: one for name, one in told.items() if one}})
        return escape(f"{path}?{query}" if query else path)

    def link(self, path: str, text: str, **told: str) -> str:
        """Return a link; the text is escaped already."""
        return f"<a href='{self.href(path, **told)}'>{text}</a>"

    def entry(
        self,
        action: str,
        button: str,
        *fields: str,
        hidden: Mapping[str, str] | None = None,
        further: str = "",
        quiet: bool = False,
    ) -> str:
        """Return a form with a button, and ``further`` buttons beside it."""
        kept = {"form": self.form, "seen": str(self.seen), **self.mine, **(hidden or {})}
        held = "".join(
            f"<input type='hidden' name='{escape(name)}' value='{escape(value)}'>"
            for name, value in kept.items()
        )
        kind = " class='quiet'" if quiet else ""
        press = f"<button{kind}>{self.say(button)}</button>" if button else ""
        return (
            f"<form method='post' action='{escape(action)}' accept-charset='utf-8'>"
            f"{held}{''.join(fields)}<div class='row'>{press}{further}</div></form>"
        )

    def choice(self, key: str, value: str, *, quiet: bool = False) -> str:
        """Return a button that sends its value as ``answer``."""
        kind = " class='quiet'" if quiet else ""
        return f"<button name='answer' value='{escape(value)}'{kind}>{self.say(key)}</button>"

    def whole(self, title: str, *parts: str, tab: str = "", name: str = "") -> str:
        """Return the page; the title is escaped already."""
        others = " ".join(
            f"<a href='{self.href(tab or TABS[0], lang=one)}' lang='{LOCALES[one]}'>"
            f"{NAMES[one]}</a>"
            for one in LANGUAGES
            if one != self.lang
        )
        tabs = "".join(
            f"<a href='{self.href(one)}'{' aria-current=page' if one == tab else ''}>"
            f"{self.say(TAB_NAMES[one])}</a>"
            for one in TABS
        )
        return (
            f"<!doctype html><html lang='{LOCALES[self.lang]}'><head><meta charset='utf-8'>"
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            "<meta name='color-scheme' content='light dark'>"
            f"<title>{title} · {self.say('gate.name')}</title>"
            f"<style>{sheet('phone.css')}</style></head><body>"
            f"<header><strong>{escape(name)}</strong><span>{others}</span></header>"
            f"<nav>{tabs}</nav><main><h1>{title}</h1>{''.join(parts)}</main></body></html>"
        )

    def faults(self, sentences: Iterable[str]) -> str:
        """Return what is wrong; nothing was done."""
        return "".join(f"<p class='wrong' role='alert'>{escape(one)}</p>" for one in sentences)
