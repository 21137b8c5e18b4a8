import json
import logging
import socket
import urllib.error
import urllib.request

import pytest

from scheduler.errors import InputError
from tests.loops import in_a_loop
from tests.service import small_shop as s
from ui.routes.traffic import CountedRequests, Traffic
from ui.routes.watching import WatchedApp, watching


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week())


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def asked(port, path, host=None):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    if host is not None:
        request.add_header("Host", host)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_health_readiness_and_metrics_are_answered_on_loopback(database, port):
    traffic = Traffic()
    traffic.answered(200, 0.5)
    with watching(WatchedApp(database.url, traffic=traffic), port):
        assert asked(port, "/health") == (200, '{"status":"ok"}')
        assert asked(port, "/ready")[0] == 200
        status, text = asked(port, "/metrics")
        assert asked(port, "/metrics", host="evil.example")[0] >= 400
    assert status == 200
    lines = text.splitlines()
    assert "paiban_ready 1" in lines
    assert "paiban_log_lines 1" in lines
    assert 'paiban_requests_total{status="2xx"} 1' in lines
    assert "# TYPE paiban_requests_total counter" in lines


def test_what_cannot_work_is_not_ready_but_still_answers(database, port):
    with watching(WatchedApp(f"{database.url}.gone"), port):
        status, text = asked(port, "/ready")
        assert (status, json.loads(text)["faults"]) == (503, ["database_gone"])
        assert asked(port, "/health")[0] == 200
        assert "paiban_ready 0" in asked(port, "/metrics")[1]


def test_a_port_somebody_listens_on_is_told(database):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(InputError) as told:
            watching(WatchedApp(database.url), other.getsockname()[1]).__enter__()
    assert [one.code for one in told.value.faults] == ["watch_port_taken"]


def test_a_request_is_counted_and_logged_with_an_id_and_nothing_of_whom(caplog):
    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 404, "headers": []})

    sent, traffic = [], Traffic()

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "/a/token-of-somebody", "headers": []}
    with caplog.at_level(logging.INFO, "paiban.request"):
        in_a_loop(CountedRequests(app, traffic)(scope, None, send))
    assert traffic.answers == {"4xx": 1}
    assert len(dict(sent[0]["headers"])[b"x-request-id"]) == 16
    assert "GET /a 404" in caplog.text
    assert "somebody" not in caplog.text
