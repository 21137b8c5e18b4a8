"""
Knock at every door of the served app with what no browser sends, and see whether one opens.

``python -m benchmarks.knocks --seconds 1800 --seed 1`` serves a shop in which people have accounts
and sends, as somebody who has none, requests with odd methods, paths, headers, cookies and forms,
and connections with odd bytes; as somebody who has signed in with a small role, odd messages over
the app's own connection. A door is open where somebody without an account is answered anything but
the way in; a fault is an answer of 500 and more, words of a traceback, or a server that has ended.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import http.client
import os
import random
import re
import socket
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from websockets.exceptions import InvalidStatus, WebSocketException
from websockets.sync.client import connect

from benchmarks.fuzz.damage import JUNK
from benchmarks.house import SHOP, people, sign_in
from benchmarks.places import KINDS, faults, place_of
from benchmarks.wire import connected
from service.access.visits import begun
from service.roster.intake import keep_week
from store.database import open_database
from tests.browser.conftest import started, wait_for
from tests.desks import at_desk
from tests.service import small_shop as s

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE", "CONNECT", "X" * 40)
PATHS = (
    *("/", "/sign-in", "/sign-out", "/password", "/begin", "/begin-alone", "/signed-in", "/my/"),
    *("/my/abc", "/week", "/_stcore/stream", "/_stcore/host-config", "/_stcore/metrics"),
    *("/_stcore/upload_file/a/b", "/media/a.csv", "/component/x/y", "/static/index.html"),
    *("/health", "/_stcore/health", "/favicon.png", "/sign-in/..%2fweek", "/%2e%2e/%2e%2e/etc"),
    *("//week", "/sign-in;x", "/SIGN-IN", "/static/../week", "/media/..%00", "/_stcore/../week"),
)
NAMES = ("name", "password", "code", "form", "next", "old", "new", "lang", "x")
HEADERS = (
    *("Cookie", "Accept", "Accept-Language", "Origin", "Host", "X-Forwarded-For", "Referer"),
    *("X-Forwarded-Proto", "X-Paiban-Visit", "Content-Type", "Content-Length", "Authorization"),
    *("Transfer-Encoding", "Upgrade", "Connection", "Range", "If-None-Match"),
)
VALUES = (
    *JUNK,
    "paiban=x",
    "paiban=; paiban=y",
    "__Host-paiban=a",
    "http://evil.example",
    "127.0.0.1",
)
OPEN = {"/health", "/_stcore/health"}
TRACES = ("Traceback (most recent", 'File "/', "sqlalchemy.", "StoreError", "InputError")
TRACE = re.compile(r"Traceback \(most recent")
BROKEN_OFF = "h11._util.LocalProtocolError"
INSIDE = ("西湖", "店铺", "static/js/", "index.html")  # what only whoever is in may read


@dataclass
class Seen:
    """What was tried, answered, and found."""

    tried: Counter[str] = field(default_factory=Counter)
    answers: Counter[int] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def fault(self, kind: str, what: object) -> None:
        """Note what must not be."""
        self.found.append(f"{kind}: {what}"[:600])
        print(self.found[-1], file=sys.stderr, flush=True)


def _word(chance):
    kind = chance.randrange(4)
    if kind == 0:
        return chance.choice(VALUES)
    if kind == 1:
        return "".join(chr(chance.randrange(1, 0x2FFF)) for _ in range(chance.randrange(40)))
    if kind == 2:
        return chance.choice("a0%/&=' \"<") * chance.choice((1, 50, 3000))
    return str(chance.randrange(-(2**70), 2**70))


def _sent(chance) -> bytes:
    """Return the bytes of a request that may be one."""
    method, path = chance.choice(METHODS), chance.choice(PATHS)
    if chance.random() < 0.4:
        path += "?" + "&".join(f"{chance.choice(NAMES)}={quote(_word(chance))}" for _ in range(3))
    body = b""
    if chance.random() < 0.5:
        told = (
            f"{chance.choice(NAMES)}={quote(_word(chance))}" for _ in range(chance.randrange(6))
        )
        body = "&".join(told).encode()
        if chance.random() < 0.3:
            body = chance.randbytes(chance.randrange(5000))
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    if body:
        lines += [f"Content-Length: {len(body)}", "Content-Type: application/x-www-form-urlencoded"]
    for _ in range(chance.randrange(4)):
        word = _word(chance).replace("\r", "").replace("\n", "")[:2000]
        lines.append(f"{chance.choice(HEADERS)}: {word}")
    return "\r\n".join(lines).encode("utf-8", "replace") + b"\r\n\r\n" + body


def _asked(port: int, raw: bytes) -> tuple[int, str]:
    """Send bytes and return status and text; 0: no answer, or none that is one."""
    with closing(socket.create_connection(("127.0.0.1", port), timeout=20)) as line:
        answer = http.client.HTTPResponse(line)
        try:
            line.sendall(raw)
            line.shutdown(socket.SHUT_WR)  # a body that was announced longer never comes
            answer.begin()
            return answer.status, answer.read(200_000).decode("utf-8", "replace")
        except (http.client.HTTPException, OSError, ValueError):
            return 0, ""


def knock(port: int, chance: random.Random, seen: Seen) -> None:
    """Send one odd request as somebody without an account, and judge the answer."""
    raw = _sent(chance)
    path = raw.split(b" ")[1].decode("utf-8", "replace").partition("?")[0]
    status, text = _asked(port, raw)
    seen.tried["request"] += 1
    seen.answers[status] += 1
    if status >= 500 or any(word in text for word in TRACES):
        seen.fault("answer", (status, raw[:300], text[:200]))
    if status == 200 and path not in OPEN and any(word in text for word in INSIDE):
        seen.fault("way in", (status, raw[:300], text[:200]))


def bang(address: str, chance: random.Random, seen: Seen) -> None:
    """Ask for the app's connection with a guessed cookie; it must not be opened."""
    seen.tried["connection"] += 1
    jar = f"paiban={quote(_word(chance))[:1000]}; _streamlit_user={chance.randrange(99)}"
    headers = {"Cookie": jar, "X-Paiban-Visit": quote(_word(chance))[:500] or "x"}
    with suppress(WebSocketException, OSError, ValueError):
        where = f"ws://{address.removeprefix('http://')}/_stcore/stream"
        told = {"additional_headers": headers, "origin": address, "open_timeout": 60}
        with connect(where, subprotocols=["streamlit"], **told):
            seen.fault("way in", f"a connection with {headers}")


async def mumble(address: str, cookies: dict[str, str], chance: random.Random, seen: Seen) -> None:
    """Say odd things over an open connection, as a person with a small role."""
    page = await connected(address, cookies, f"shop={SHOP}&role=supervisor&lang=zh")
    with suppress(WebSocketException, TimeoutError):
        drawn = await page.open(chance.choice(("week", "requests", "people", "jobs", "payout")))
        for _ in range(6):
            seen.tried["message"] += 1
            if chance.random() < 0.3:
                await page.line.send(chance.randbytes(chance.randrange(1, 400)))
                continue
            page.query = "&".join(
                f"{name}={quote(_word(chance)[:500])}" for name in ("shop", "week", "month", "role")
            )
            if page.drawn.widgets and chance.random() < 0.7:
                one = chance.choice(page.drawn.widgets)
                value = (
                    {chance.choice(("string_value", "json_value")): _word(chance)[:3000]}
                    if chance.random() < 0.6
                    else {"int_value": chance.randrange(-(2**60), 2**60)}
                )
                drawn = await page.change(one, value)
            else:
                drawn = await page.open(chance.choice(("roles", "jobs", "log", "week", "none")))
            if drawn.traceback:
                seen.fault("traceback", (page.page, page.query, drawn.traceback))
    with suppress(WebSocketException):
        await page.line.close()


def _visit_of(url: str, name: str) -> str:
    """Return the token of a new visit: the form waits after so many wrong passwords from here."""
    with closing(open_database(url)) as database, database.write() as unit:
        account = next(one for one in unit.accounts.all() if one.name == name)
        now = dt.datetime.now(dt.UTC)
        return begun(unit, now, came_from="127.0.0.1", account_id=account.id)


def run(url: str, seconds: float, seed: int, errors: Path) -> Seen:
    """Knock for so long and return what was seen."""
    with closing(open_database(url)) as database:
        keep_week(at_desk(database), s.week(), shop_name="西湖")
    (name,) = people(url, 1)
    seen, chance = Seen(), random.Random(seed)
    server, address = started(url, words=("sh", "-c", f'exec "$@" 2>{errors}', "sh"))
    port = int(address.rpartition(":")[2])
    try:
        wait_for(address, server)
        cookies = sign_in(address, name).cookies
        until = time.monotonic() + seconds
        while time.monotonic() < until and server.poll() is None:
            for _ in range(20):
                knock(port, chance, seen)
            bang(address, chance, seen)
            try:
                asyncio.run(mumble(address, cookies, chance, seen))
            except InvalidStatus as error:  # whoever mumbled ended their own visit
                seen.tried[f"visit ended, {error.response.status_code}"] += 1
                cookies = dict.fromkeys(cookies, _visit_of(url, name))
        if server.poll() is not None:
            seen.fault("server", f"ended with {server.returncode}")
    finally:
        server.terminate()
        server.wait(60)
    for told in TRACE.split(errors.read_text("utf-8", "replace"))[1:]:
        if BROKEN_OFF in told:  # of the server: nobody is there to hear the answer
            seen.tried["answer nobody waited for"] += 1
        else:
            seen.fault("log", (told[:800], told[-700:]))
    wrong = faults(url)
    if wrong:
        seen.fault("database", wrong)
    return seen


def main() -> None:
    """Print what was seen; end with 1 where a door opened or something broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--on", choices=KINDS, default="sqlite")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, place_of(asked.on, Path(name)) as place:
        os.environ["XDG_DATA_HOME"] = name
        url = place.make("knocks")
        seen = run(url, asked.seconds, asked.seed, Path(name) / "errors")
    print(f"tried {dict(seen.tried)}; answers {dict(sorted(seen.answers.items()))}")
    print(f"found: {Counter(one.partition(':')[0] for one in seen.found) or 'nothing'}")
    sys.exit(bool(seen.found))


if __name__ == "__main__":
    main()
