"""Starts the app's server, with the settings that ship in the package."""

from __future__ import annotations

import os
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from streamlit.starlette import App

from scheduler.errors import gathering
from service.access.outside.providers import configured
from service.access.outside.reach import origins
from service.access.passwords import USUAL_COST
from service.access.way_in import require_guarded
from service.database import default_url, open_database
from service.worker_beside import worker_beside
from ui.charts.unchecked import draw_unchecked
from ui.gate.gate import EntryGate
from ui.gate.house import House
from ui.gate.values import ignore_impossible
from ui.look import OPTIONS
from ui.own_hosts import OwnHosts, checked_names
from ui.phone.layer import AgentPages
from ui.routes.traffic import CountedRequests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from service.access.passwords import PasswordCost
    from service.provider_settings import ProviderSettings

APP = Path(__file__).parent.parent / "app.py"
HOW = ("http", "https")
TRUSTED_PROXY = "FORWARDED_ALLOW_IPS"  # whose headers the server believes


@dataclass(frozen=True, slots=True)
class Reachable:
    """
    How the app is reached.

    Parameters
    ----------
    port, address
        Where to listen.
    host_names
        Names under which it is reached, besides this computer's own.
    certificate, key
        Files of a TLS certificate and its key; None: this server does not encrypt.
    proxy
        Address of a proxy before it that does; None: there is none.
    """

    port: int = 8501
    address: str = "127.0.0.1"
    host_names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None
    proxy: str | None = None

    @property
    def is_sealed(self) -> bool:
        """Return whether all that comes is encrypted."""
        return self.certificate is not None or self.proxy is not None

    @property
    def is_local(self) -> bool:
        """Return whether only this very computer reaches it."""
        return self.proxy is None and not self.host_names and is_loopback(self.address)

    def origins(self, public: str) -> tuple[str, ...]:
        """Return under which addresses browsers reach it; ``public``: what the settings say."""
        return origins(
            public=public,
            host_names=self.host_names,
            port=self.port,
            is_sealed=self.is_sealed,
            is_proxied=self.proxy is not None,
        )


def is_loopback(address: str) -> bool:
    """Return whether an address is this computer's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def _require_sound(certificate: Path | None, key: Path | None, proxy: str | None) -> None:
    """Raise InputError with all that is wrong with a certificate, its key and a proxy."""
    with gathering() as check:
        check((certificate is None) == (key is None), "tls_halves")
        for path in (certificate, key):
            check(path is None or path.is_file(), "tls_file", value=path)
        check(proxy is None or _is_address(proxy), "proxy_address", value=proxy)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def serve(
    *,
    port: int = 8501,
    address: str = "127.0.0.1",
    headless: bool = True,
    host_names: Iterable[str] = (),
    certificate: Path | None = None,
    key: Path | None = None,
    proxy: str | None = None,
    cost: PasswordCost = USUAL_COST,
    providers: Mapping[str, ProviderSettings] | None = None,
    public_address: str = "",
    tell: Callable[[], object] = lambda: None,
) -> None:
    """
    Serve the app until it is interrupted, with a worker beside it that does the jobs.

    Parameters
    ----------
    port, address, host_names, certificate, key, proxy
        How it is reached; see ``Reachable``.
    headless
        False: open a browser.
    cost
        Of trying a password.
    providers
        Of identities, by their names; None: people sign in with passwords alone.
    public_address
        Address that browsers show; empty: it follows from the rest.
    tell
        Called once nothing stands against it.

    Raises
    ------
    InputError
        ``host_name``, for what is no name; what ``require_guarded`` and ``configured`` say.
    """
    names = checked_names(host_names)
    _require_sound(certificate, key, proxy)
    reach = Reachable(port, address, names, certificate, key, proxy)
    outside = configured(providers or {})
    seen_at = reach.origins(public_address)
    database = open_database()
    require_guarded(database, is_local=reach.is_local, is_sealed=reach.is_sealed)
    tell()
    if proxy is not None:
        os.environ[TRUSTED_PROXY] = proxy
    house = House(database, reach.is_sealed, proxy is not None, cost, outside, seen_at)
    said = {
        "server.port": port,
        "server.address": address,
        "server.headless": headless,
        "server.allowedHosts": ["*"],  # ``OwnHosts`` has asked by then, on every route
        "server.corsAllowedOrigins": [f"{how}://{name}" for name in names for how in HOW],
    }
    if certificate is not None:
        said |= {"server.sslCertFile": str(certificate), "server.sslKeyFile": str(key)}
    layers = [
        Middleware(CountedRequests),
        Middleware(OwnHosts, names=names),
        Middleware(EntryGate, house=house),
        Middleware(AgentPages, house=house),
    ]
    draw_unchecked()
    ignore_impossible()
    with worker_beside(default_url()):
        App(APP, middleware=layers).run(config={**OPTIONS, **said})
