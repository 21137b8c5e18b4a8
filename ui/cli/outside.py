"""Commands on providers of identities: ``admin providers``, ``arrivals``, ``link``, ``unlink``."""

from typing import Annotated

import typer

from service.access.outside import linking
from service.access.outside.identity import Provider
from service.access.outside.providers import UNTRIED, configured, named
from service.access.outside.reach import origins, way_back
from service.settings import settings
from ui.cli.acting import Housekeeping
from ui.cli.admin import Name, local
from ui.cli.screen import Screen
from ui.cli.spelled import Report

Which = Annotated[str, typer.Option("--provider", metavar="NAME", help="cli.option.provider")]
Who = Annotated[str, typer.Option("--subject", metavar="NUMBER", help="cli.option.subject")]


def providers(screen: Screen) -> Report:
    """List the providers of the settings."""
    told = settings()
    found = configured(told.providers)
    names = [name.strip() for name in told.host_names.split(",") if name.strip()]
    is_proxied = bool(told.behind_proxy)
    first, *_ = origins(
        public=told.public_address,
        host_names=names,
        port=told.port,
        is_sealed=is_proxied or bool(told.cert),
        is_proxied=is_proxied,
    )
    rows = [_said(one, first) for one in found]
    if not rows:
        screen.say("cli.providers_none")
    else:
        heads = ("provider", "kind", "issuer", "back", "tried")
        tried = (screen.word(f"tried.{'yes' if one['tried'] else 'no'}") for one in rows)
        cells = [
            [*map(str, list(one.values())[:-1]), word]
            for one, word in zip(rows, tried, strict=True)
        ]
        screen.table([f"cli.column.{head}" for head in heads], cells)
    if not all(one["tried"] for one in rows):
        screen.say("cli.provider_untried")
    return {"providers": rows}


def arrivals(screen: Screen, *, at: Housekeeping) -> Report:
    """List who waits to be linked to an account."""
    with at.desk() as desk:
        found = linking.arrivals(desk)
    rows = [
        {"provider": one.label or one.kind, "name": one.name, "subject": one.subject}
        | {"seen": local(one.last_at)}
        for one in found
    ]
    if not rows:
        screen.say("cli.arrivals_none")
    else:
        heads = ("provider", "account", "subject", "seen")
        screen.table([f"cli.column.{head}" for head in heads], [list(one.values()) for one in rows])
        screen.say("cli.arrivals_next")
    return {"arrivals": rows}


def link(screen: Screen, name: Name, *, provider: Which, subject: Who, at: Housekeeping) -> Report:
    """Link somebody of a provider to an account."""
    found = named(configured(settings().providers), provider)
    with at.desk() as desk:
        linking.link(desk, name, found.issuer, subject)
    screen.say("cli.identity_linked", name=name, provider=provider)
    return {"linked": name, "provider": provider, "subject": subject.strip()}


def unlink(screen: Screen, name: Name, *, at: Housekeeping) -> Report:
    """Unlink an account from its provider."""
    with at.desk() as desk:
        linking.unlink(desk, name)
    screen.say("cli.identity_unlinked", name=name)
    return {"unlinked": name}


def _said(one: Provider, origin: str) -> dict[str, object]:
    told = {"name": one.name, "kind": one.kind, "issuer": one.issuer}
    return told | {"register": way_back(origin, one.name), "tried": one.kind not in UNTRIED}
