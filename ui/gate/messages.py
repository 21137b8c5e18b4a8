"""What a browser says over the app's connection, as far as the app can read it at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from google.protobuf.message import DecodeError
from streamlit.proto.BackMsg_pb2 import BackMsg

if TYPE_CHECKING:
    from starlette.types import Message


def is_legible(message: Message) -> bool:
    """
    Return whether a message is one of those browsers send; others would end in the framework.

    Of what fields hold only text that must be JSON is looked at: no browser sends any other.
    """
    if message["type"] != "websocket.receive":
        return True
    told = BackMsg()
    try:
        told.ParseFromString(message.get("bytes") or (message.get("text") or "").encode())
        for one in told.rerun_script.widget_states.widgets:
            if one.WhichOneof("value") == "json_value":
                json.loads(one.json_value)
    except (DecodeError, ValueError, RecursionError):
        return False
    return True
