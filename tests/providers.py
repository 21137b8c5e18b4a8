"""Providers of identities on this computer: a real one in a process, and stand-ins that record."""

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

START_S = 60


@contextmanager
def provider_process(*people):
    """Run a provider of OpenID Connect that knows some people (JSON); hand out its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    claims = [word for one in people for word in ("--user-claims", json.dumps(one))]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *claims]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://localhost:{port}"
    try:
        _wait_for(f"{address}/.well-known/openid-configuration", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_for(address, process):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, "the provider ended"
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the provider did not start")


class _Still(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def agreed(address, **form):
    """Agree on a provider's page, as a person in a browser does; return where it leads."""
    data = urllib.parse.urlencode(form).encode()
    try:
        urllib.request.build_opener(_Still).open(address, data, timeout=20).close()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.headers["location"]
    raise AssertionError("it led nowhere")


def query_of(address):
    """Return what stands behind the question mark of an address."""
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))


@contextmanager
def stand_in(answers):
    """
    Answer requests on this computer; hand out the address and what was asked.

    ``answers`` holds for each path a JSON value, or a function that makes one of the request.
    """
    asked = []

    class Desk(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urllib.parse.urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            is_json = "json" in self.headers.get("content-type", "")
            read = json.loads if is_json else lambda text: dict(urllib.parse.parse_qsl(text))
            told = {
                "method": self.command,
                "path": parts.path,
                "query": dict(urllib.parse.parse_qsl(parts.query)),
                "body": read(body or "{}"),
                "headers": {name.lower(): value for name, value in self.headers.items()},
            }
            asked.append(told)
            answer = answers.get(parts.path)
            answer = answer(told) if callable(answer) else answer
            status = 404 if answer is None else 200
            if isinstance(answer, tuple):
                status, answer = answer
            text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
