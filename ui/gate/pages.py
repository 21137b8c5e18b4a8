"""The gate's pages as HTML: no script, no file from elsewhere, every value escaped."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from service.access.outside.reach import BACK
from ui.plain import escape
from ui.style import sheet
from ui.words.catalogue import LANGUAGES, t

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.access.outside.identity import Provider
    from service.access.visits import Guest, Visit

WITH, FROM = "/sign-in/with/", BACK
NAMES = {"zh": "简体中文", "en": "English"}
LOCALES = {"zh": "zh-CN", "en": "en"}


class Leaf:
    """
    A page of the gate in one language.

    Parameters
    ----------
    lang
        In which language.
    form
        What proves its forms to be ours.
    where
        Path of the page.
    then
        Where to go afterwards.
    """

    def __init__(self, lang: str, form: str, where: str, then: str = "/") -> None:
        self.lang, self.form, self.where, self.then = lang, form, where, then

    def say(self, key: str, **values: object) -> str:
        """Return a sentence, escaped."""
        return escape(t(key, self.lang, **values))

    def whole(self, title: str, *parts: str, faults: Iterable[str] = ()) -> str:
        """Return the page: a title, what is wrong, and its parts."""
        wrong = "".join(f"<p class='wrong' role='alert'>{escape(one)}</p>" for one in faults)
        others = " · ".join(
            f"<a href='{escape(self.where)}?lang={one}&amp;next={quote(self.then, safe='')}'"
            f" lang='{LOCALES[one]}'>{NAMES[one]}</a>"
            for one in LANGUAGES
            if one != self.lang
        )
        return (
            f"<!doctype html><html lang='{LOCALES[self.lang]}'><head><meta charset='utf-8'>"
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            f"<title>{self.say(title)} · {self.say('gate.name')}</title>"
            f"<style>{sheet('gate.css')}</style></head><body><main><header>"
            f"<strong>{self.say('gate.name')}</strong><nav>{others}</nav></header>"
            f"<h1>{self.say(title)}</h1>{wrong}{''.join(parts)}</main></body></html>"
        )

    def text(self, key: str, **values: object) -> str:
        """Return a paragraph."""
        return f"<p>{self.say(key, **values)}</p>"

    def entry(self, action: str, button: str, *fields: str, quiet: bool = False) -> str:
        """Return a form with a button."""
        kind = " class='quiet'" if quiet else ""
        return (
            f"<form method='post' action='{action}' accept-charset='utf-8'>"
            f"<input type='hidden' name='form' value='{escape(self.form)}'>"
            f"<input type='hidden' name='next' value='{escape(self.then)}'>"
            f"{''.join(fields)}<button{kind}>{self.say(button)}</button></form>"
        )

    def field(
        self, name: str, *, kind: str = "text", complete: str, value: str = "", more: str = ""
    ) -> str:
        """Return a field under its name; ``complete`` tells the browser what it is."""
        needed = "" if name == "code" else " required"
        return (
            f"<label>{self.say(f'gate.field.{name}')}<input name='{name}' type='{kind}'"
            f" autocomplete='{complete}' value='{escape(value)}'{needed} {more}></label>"
        )


def shown(provider: Provider, lang: str) -> str:
    """Return as what people know a provider."""
    return provider.label or t(f"provider.{provider.kind}", lang)


def others(leaf: Leaf, providers: Iterable[Provider]) -> str:
    """
    Return a way in by each provider.

    Ways, not forms: the answer to a form may not lead to another site (``form-action``).
    """
    ways = "".join(
        f"<a class='way' href='{WITH}{escape(one.name)}?next={quote(leaf.then, safe='')}'>"
        f"{leaf.say('gate.by_provider', provider=shown(one, leaf.lang))}</a>"
        for one in providers
    )
    return f"<p class='or'><span>{leaf.say('gate.or')}</span></p>{ways}" if ways else ""


def sign_in(
    leaf: Leaf, providers: Iterable[Provider], *, name: str = "", faults: Iterable[str] = ()
) -> str:
    """Return the page on which people sign in."""
    first = "" if name else "autofocus"
    return leaf.whole(
        "gate.sign_in",
        leaf.entry(
            "/sign-in",
            "gate.sign_in",
            leaf.field("name", complete="username", value=name, more=first),
            leaf.field(
                *("password",),
                kind="password",
                complete="current-password",
                more="autofocus" if name else "",
            ),
            leaf.field("code", complete="one-time-code", more="inputmode='numeric'"),
        ),
        f"<p class='hint'>{leaf.say('gate.forgotten')}</p>",
        others(leaf, providers),
        faults=faults,
    )


def begin(leaf: Leaf, *, name: str = "", faults: Iterable[str] = ()) -> str:
    """Return the page of a database that has no account yet."""
    return leaf.whole(
        "gate.begin",
        leaf.text("gate.begin_why"),
        leaf.entry("/begin-alone", "gate.alone"),
        f"<p class='hint'>{leaf.say('gate.alone_means')}</p>",
        f"<h2>{leaf.say('gate.first')}</h2>",
        leaf.entry(
            "/begin",
            "gate.first_make",
            leaf.field("name", complete="username", value=name),
            leaf.field("password", kind="password", complete="new-password"),
            quiet=True,
        ),
        f"<p class='hint'>{leaf.say('gate.password_rule')}</p>",
        faults=faults,
    )


def change(leaf: Leaf, *, faults: Iterable[str] = (), is_first: bool) -> str:
    """Return the page on which somebody changes their password."""
    return leaf.whole(
        "gate.change",
        leaf.text("gate.change_first") if is_first else "",
        leaf.entry(
            "/password",
            "gate.change",
            leaf.field("old", kind="password", complete="current-password", more="autofocus"),
            leaf.field("new", kind="password", complete="new-password"),
        ),
        f"<p class='hint'>{leaf.say('gate.password_rule')}</p>",
        faults=faults,
    )


def leave(leaf: Leaf, guest: Guest, visits: Iterable[Visit]) -> str:
    """Return the page on which somebody signs out, on this device or on all others."""
    has_password = guest.account is not None and guest.account.password
    change = f"<p class='hint'><a href='/password'>{leaf.say('gate.change')}</a></p>"
    others = [one for one in visits if one.token != guest.visit.token]
    lines = "".join(f"<li>{_visit(leaf, one)}</li>" for one in others)
    elsewhere = (
        f"<h2>{leaf.say('gate.others')}</h2><ul>{lines}</ul>",
        leaf.entry("/sign-out-elsewhere", "gate.sign_out_others", quiet=True),
    )
    return leaf.whole(
        "gate.sign_out",
        leaf.text("gate.sign_out_who", name=guest.name),
        leaf.entry("/sign-out", "gate.sign_out"),
        change if has_password else "",
        *(elsewhere if others else (leaf.text("gate.no_others"),)),
    )


def _visit(leaf: Leaf, one: Visit) -> str:
    """Return a visit in words, by the clock of the computer that runs the program."""
    begun, seen = (f"{at.astimezone():%Y-%m-%d %H:%M}" for at in (one.begun_at, one.seen_at))
    return leaf.say("gate.other", begun=begun, seen=seen, where=one.came_from or "—")


def own(leaf: Leaf, name: str) -> str:
    """Return the page on which an agent binds their link to this phone."""
    return leaf.whole(
        "gate.own",
        leaf.text("gate.own_who", name=name),
        leaf.entry(leaf.where, "gate.own_open"),
        f"<p class='hint'>{leaf.say('gate.own_means')}</p>",
    )


def notice(leaf: Leaf, title: str, *sentences: str) -> str:
    """Return a page that only says something."""
    return leaf.whole(title, *(f"<p>{escape(one)}</p>" for one in sentences))
