"""What the running server says to requests as they come over the wire."""

import socket
from urllib.parse import urlsplit

import pytest

OWN, STRANGE = "own", "evil.example"
UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
ROUTES = {
    "page": ("GET /", ""),
    "inner page": ("GET /week", ""),
    "health": ("GET /_stcore/health", ""),
    "host config": ("GET /_stcore/host-config", ""),
    "static": ("GET /favicon.png", ""),
    "media": ("GET /media/none.csv", ""),
    "upload": ("PUT /_stcore/upload_file/a/b", "Content-Length: 0\r\n"),
    "websocket": ("GET /_stcore/stream", UPGRADE),
}


def status(address, route, *, host=OWN, origin=OWN):
    """Return the status of an answer."""
    where = urlsplit(address)
    request, more = ROUTES[route]
    host = where.netloc if host == OWN else host
    origin = address if origin == OWN else origin
    text = f"{request} HTTP/1.1\r\nHost: {host}\r\nOrigin: {origin}\r\n{more}"
    text += "" if "Connection" in more else "Connection: close\r\n"
    with socket.create_connection((where.hostname, where.port), timeout=20) as wire:
        wire.sendall((text + "\r\n").encode())
        line = wire.makefile("rb").readline().decode()
    return int(line.split()[1])


@pytest.mark.browser
@pytest.mark.parametrize("route", ROUTES)
def test_strangers_are_refused(address, route):
    refused = {"websocket": (403, 403)}.get(route, (421, 403))
    assert status(address, route, host=STRANGE) == refused[0]
    assert status(address, route, host=STRANGE, origin=f"http://{STRANGE}") == refused[0]
    assert status(address, route, origin=f"http://{STRANGE}") == refused[1]


@pytest.mark.browser
def test_own_pages_are_served(address):
    assert status(address, "websocket") == 101
    assert [status(address, route) for route in ("page", "inner page", "health", "static")] == [
        200,
        200,
        200,
        200,
    ]
