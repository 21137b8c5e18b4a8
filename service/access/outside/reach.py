"""Addresses over which secrets may travel, and those to which a provider sends browsers back."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scheduler.errors import require

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOPBACK = ("127.0.0.1", "localhost", "::1")
USUAL = {"http": 80, "https": 443}
HERE = ("localhost", "127.0.0.1")
BACK = "/sign-in/from/"


def is_reachable(address: object) -> bool:
    """Return whether an address is encrypted, or of this very computer."""
    if not isinstance(address, str):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)


def origins(
    *, public: str, host_names: Sequence[str], port: int, is_sealed: bool, is_proxied: bool
) -> tuple[str, ...]:
    """
    Return under which addresses browsers reach the app, from the settings alone.

    Parameters
    ----------
    public
        What the settings say; empty: it follows from the rest.
    host_names
        Names under which it is reached; none: this computer's own.
    port
        At which it listens; behind a proxy browsers see the proxy's, which is taken to be 443.
    is_sealed, is_proxied
        Whether all that comes is encrypted, and whether a proxy does that.

    Raises
    ------
    InputError
        ``public_address``, where the settings name none that will do.
    """
    if public:
        parts = urlsplit(public) if is_reachable(public) else None
        is_bare = parts is not None and not (parts.query or parts.fragment or parts.path.strip("/"))
        require(is_bare, "public_address", column="public_address", value=public)
        return (public.rstrip("/"),)
    scheme = "https" if is_sealed else "http"
    seen = USUAL[scheme] if is_proxied else port
    end = "" if seen == USUAL[scheme] else f":{seen}"
    names = host_names or HERE
    return tuple(f"{scheme}://{f'[{one}]' if ':' in one else one}{end}" for one in names)


def origin_for(known: Sequence[str], host: str) -> str:
    """Return that of our own addresses under which a browser came; else the first."""
    return next((one for one in known if urlsplit(one).netloc == host.lower()), known[0])


def way_back(origin: str, name: str) -> str:
    """Return where a provider sends browsers back; it must be registered with it."""
    return f"{origin}{BACK}{name}"
