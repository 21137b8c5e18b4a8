"""What the gate reads of a request: cookies, a small form, where it comes from and goes to."""

from __future__ import annotations

import secrets
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Receive, Scope

LARGEST_FORM = 16_384  # bytes
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
LANGUAGE_COOKIE = "paiban-lang"


def cookie(scope: Scope, name: str) -> str:
    """Return a cookie's value; empty without it, or where it came more than once."""
    found = [
        value
        for line in Headers(scope=scope).getlist("cookie")
        for part in line.split(";")
        for key, _, value in [part.strip().partition("=")]
        if key == name
    ]
    return found[0] if len(found) == 1 else ""


def set_cookie(name: str, value: str, *, is_sealed: bool, strict: bool, lasts_s: int = 0) -> str:
    """Return the header that sets a cookie no script can read; an empty value takes it away."""
    parts = [f"{name}={value}", "Path=/", "HttpOnly"]
    parts.append("SameSite=Strict" if strict else "SameSite=Lax")
    if is_sealed:
        parts.append("Secure")
    if lasts_s or not value:
        parts.append(f"Max-Age={lasts_s}")
    return "; ".join(parts)


def came_from(scope: Scope) -> str:
    """Return the network address a request comes from."""
    client = scope.get("client") or ("",)
    return str(client[0])


def is_local(scope: Scope) -> bool:
    """Return whether a request comes from this very computer, and through no proxy."""
    headers = Headers(scope=scope)
    if any(name in headers for name in FORWARDED):
        return False
    try:
        return ip_address(came_from(scope)).is_loopback
    except ValueError:
        return False


def query(scope: Scope) -> dict[str, str]:
    """Return what stands behind the question mark."""
    return dict(parse_qsl(scope.get("query_string", b"").decode("latin-1")))


def next_of(told: str) -> str:
    """Return where to go after signing in: a place of our own, else the first page."""
    if not told.startswith("/") or told[1:2] in ("/", "\\") or not told.isprintable():
        return "/"
    parts = urlsplit(told)
    return told if not parts.netloc and not parts.scheme and "\\" not in told else "/"


async def form(receive: Receive) -> dict[str, str]:
    """Return a small form; what is longer, or no form, is an empty one."""
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return {}
        body += message.get("body", b"")
        if len(body) > LARGEST_FORM:
            return {}
        if not message.get("more_body"):
            break
    try:
        return dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return {}


def is_ours(told: Mapping[str, str], kept: str) -> bool:
    """Return whether a form was filled in on a page of ours: it repeats what its cookie holds."""
    return bool(kept) and secrets.compare_digest(told.get("form", "").encode(), kept.encode())


def language(scope: Scope) -> str:
    """Return the language somebody asked for, or had last, or their browser names first."""
    for told in (query(scope).get("lang"), cookie(scope, LANGUAGE_COOKIE)):
        if told in ("zh", "en"):
            return told
    first = Headers(scope=scope).get("accept-language", "zh").strip().lower()
    return "en" if first.startswith("en") else "zh"
