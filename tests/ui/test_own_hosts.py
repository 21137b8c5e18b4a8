import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from scheduler.errors import InputError
from ui.own_hosts import OwnHosts, checked_names

NAMES = ("roster.example.com",)


async def inside(scope, receive, send):  # noqa: ARG001 - what an ASGI app is given
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"pay"})


def answer(*headers, kind="http", server="192.0.2.7"):
    """Return the first message of an answer to a request that came in by an address."""
    scope = {
        "type": kind,
        "method": "GET",
        "path": "/week",
        "server": (server, 8501),
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    told = []

    async def send(message):
        told.append(message)

    with ThreadPoolExecutor(1) as apart:  # a browser's test beside it leaves a loop in this thread
        apart.submit(lambda: asyncio.run(OwnHosts(inside, NAMES)(scope, None, send))).result()
    return told[0]


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1:8501",
        "localhost",
        "LOCALHOST:8501",
        "[::1]:8501",
        "192.0.2.7:8501",
        "roster.example.com",
        "Roster.Example.com.:443",
    ],
)
def test_own_names_are_answered(host):
    assert answer(("host", host))["status"] == 200


@pytest.mark.parametrize(
    "hosts",
    [
        [],
        ["evil.example"],
        ["evil.example:8501"],
        ["127.0.0.1.evil.example"],
        ["localhost@evil.example"],
        ["evil.example@localhost"],
        ["roster.example.com.evil.example"],
        ["xroster.example.com"],
        ["localhost/evil.example"],
        ["localhost:port"],
        ["192.0.2.8"],
        ["localhost", "evil.example"],
        [""],
    ],
)
def test_strange_names_are_refused_on_every_route(hosts):
    headers = [("host", host) for host in hosts]
    assert answer(*headers)["status"] == 421
    assert answer(*headers, kind="websocket")["type"] == "websocket.close"


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("localhost:8501", "http://localhost:8501"),
        ("localhost", "http://localhost:80"),
        ("roster.example.com", "https://roster.example.com"),
        ("127.0.0.1:8501", "https://roster.example.com"),  # a proxy that names the inner server
    ],
)
def test_own_pages_are_answered(host, origin):
    headers = ("host", host), ("origin", origin)
    assert answer(*headers)["status"] == 200
    assert answer(*headers, kind="websocket")["type"] == "websocket.accept"


@pytest.mark.parametrize(
    "origins",
    [
        ["http://evil.example"],
        ["null"],
        ["http://localhost:3000"],
        ["file://localhost:8501"],
        ["http://localhost:8501", "http://evil.example"],
    ],
)
def test_strange_pages_are_refused(origins):
    headers = [("host", "localhost:8501"), *(("origin", origin) for origin in origins)]
    assert answer(*headers)["status"] == 403
    assert answer(*headers, kind="websocket")["type"] == "websocket.close"


def test_no_other_page_may_show_the_app_nor_the_app_fetch_from_elsewhere():
    told = dict(answer(("host", "localhost:8501"))["headers"])
    policy = told[b"content-security-policy"].decode()
    assert told[b"x-frame-options"] == b"DENY"
    assert "frame-ancestors 'none'" in policy
    assert "img-src 'self' data: blob:" in policy


def test_host_names_are_told_apart_from_addresses_of_pages():
    assert checked_names(["Roster.Example.com.", "10.0.0.5"]) == ("roster.example.com", "10.0.0.5")
    wrong = ["http://a.example", "a.example:80", "a.example/x", "*", "", "-a.example", "排班.cn"]
    with pytest.raises(InputError) as caught:
        checked_names(wrong)
    assert [fault.value for fault in caught.value.faults] == wrong


def test_serve_names_a_host_name_that_is_none(paiban):
    ran = paiban("serve", "--host-name", "http://roster.example.com")
    assert ran.code == 2
    assert "roster.example.com" in ran.err
