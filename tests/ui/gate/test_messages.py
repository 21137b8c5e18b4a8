from types import SimpleNamespace

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.loops import in_a_loop
from ui.gate.gate import ILLEGIBLE, EntryGate
from ui.gate.messages import is_legible
from ui.gate.watch import OpenLine


def said(**value):
    told = BackMsg()
    told.rerun_script.widget_states.widgets.add(id="a", **value)
    return {"type": "websocket.receive", "bytes": told.SerializeToString()}


@pytest.mark.parametrize(
    "message",
    [
        {"type": "websocket.connect"},
        said(json_value='{"row": 1}'),
        said(string_value="{"),
        {"type": "websocket.receive", "bytes": BackMsg(stop_script=True).SerializeToString()},
    ],
)
def test_what_browsers_say_can_be_read(message):
    assert is_legible(message)


ODD = (
    said(json_value="{"),
    said(json_value="[" * 100_000),
    {"type": "websocket.receive", "bytes": b"\xff\xfe\x00"},
    {"type": "websocket.receive", "text": "GET / HTTP/1.1"},
)


@pytest.mark.parametrize("message", ODD)
def test_what_no_browser_says_cannot(message):
    assert not is_legible(message)


@pytest.mark.parametrize("message", ODD)
def test_who_says_it_is_cut_off_before_the_app_hears_it(message):
    heard, sent = [], []

    async def app(_scope, receive, _send):
        heard.append(await receive())
        heard.append(await receive())

    async def receive():
        return message

    async def send(told):
        sent.append(told)

    gate = EntryGate(app, SimpleNamespace())
    gate.watch = SimpleNamespace(open=OpenLine, close=lambda _line: None)
    seen = SimpleNamespace(guest=None)
    in_a_loop(gate._connected({"headers": []}, receive, send, seen))
    assert [one["type"] for one in heard] == ["websocket.disconnect"] * 2
    assert sent == [{"type": "websocket.close", "code": ILLEGIBLE}]
