"""
A browser without a screen: speaks the app's own protocol over its websocket.

What Streamlit's page in a browser does, this does too: it keeps what each widget holds, sends all
of that with every click, answers nothing else, and knows a drawing to be over when the server says
so. So what is measured is the server's answer and the way to it, not the browser's drawing.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from streamlit.proto.Element_pb2 import Element
    from websockets.asyncio.client import ClientConnection

PATIENCE_S = 300.0  # for a machine full of other work
EARLY = ForwardMsg.ScriptFinishedStatus.FINISHED_EARLY_FOR_RERUN
FAILED = ForwardMsg.ScriptFinishedStatus.FINISHED_WITH_COMPILE_ERROR


@dataclass(frozen=True, slots=True)
class Widget:
    """
    Something on the page that can be pressed or changed.

    Parameters
    ----------
    kind, id, label, form_id
        As the protocol names them.
    fragment_id
        Of the part of the page that is drawn anew alone; empty: the whole page is.
    options
        Of a choice.
    """

    kind: str
    id: str
    label: str
    form_id: str
    fragment_id: str
    options: tuple[str, ...] = ()
    disabled: bool = False


@dataclass(slots=True)
class Drawn:
    """
    What the server sent until a drawing was over.

    Parameters
    ----------
    widgets
        What can be pressed or changed now.
    faults
        What the page says is wrong.
    traceback
        What no page should ever show; empty: nothing.
    texts
        What else it says.
    seconds
        From the click until it was over.
    """

    widgets: list[Widget] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    traceback: str = ""
    texts: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def find(self, kind: str, label: str = "") -> Widget | None:
        """Return the first widget of a kind whose label, or key, holds a text."""
        for one in self.widgets:
            if one.kind == kind and not one.disabled and label in f"{one.label} {one.id}":
                return one
        return None


class Page:
    """
    A window on the app.

    Parameters
    ----------
    line
        Its open connection.
    query
        What stands in its address.
    """

    def __init__(self, line: ClientConnection, query: str) -> None:
        self.line, self.query = line, query
        self.pages: dict[str, str] = {}  # script hash by address
        self.page = ""
        self.held: dict[str, dict[str, object]] = {}  # what widgets hold, by their ids
        self.drawn = Drawn()

    async def open(self, page: str = "") -> Drawn:
        """Go to a page by its address; the first time, as a browser that comes anew."""
        self.page, self.held = page, {}
        return await self._run(None, None)

    async def click(self, button: Widget, **changed: object) -> Drawn:
        """Press a button; a form's button sends what the form holds with it."""
        del changed
        return await self._run({"trigger_value": True}, button)

    async def change(self, widget: Widget, value: dict[str, object]) -> Drawn:
        """Change what a widget holds, which draws the page anew unless it stands in a form."""
        self.held[widget.id] = value
        return self.drawn if widget.form_id else await self._run(None, widget)

    async def _run(self, trigger: dict[str, object] | None, widget: Widget | None) -> Drawn:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_script_hash = self.pages.get(self.page, "")
        state.page_name = "" if self.pages else self.page
        state.fragment_id = widget.fragment_id if widget is not None else ""
        told = dict(self.held)
        if trigger is not None and widget is not None:
            told[widget.id] = trigger
        for key, value in told.items():
            one = state.widget_states.widgets.add(id=key)
            for name, each in value.items():
                if name.endswith("_array_value"):
                    getattr(one, name).data.extend(each)
                else:
                    setattr(one, name, each)
        began = time.perf_counter()
        await self.line.send(asked.SerializeToString())
        self.drawn = await asyncio.wait_for(self._hear(state.fragment_id), PATIENCE_S)
        self.drawn.seconds = time.perf_counter() - began
        return self.drawn

    async def _hear(self, fragment_id: str) -> Drawn:
        drawn = Drawn()
        if fragment_id:
            drawn.widgets = [one for one in self.drawn.widgets if one.fragment_id != fragment_id]
        while True:
            said = ForwardMsg()
            said.ParseFromString(await self.line.recv())
            kind = said.WhichOneof("type")
            if kind == "navigation":
                self.pages = {
                    one.url_pathname: one.page_script_hash for one in said.navigation.app_pages
                }
            elif kind == "page_info_changed":
                self.query = said.page_info_changed.query_string
            elif kind == "session_event" and said.session_event.HasField(
                "script_compilation_exception"
            ):
                drawn.traceback = said.session_event.script_compilation_exception.message
            elif kind == "delta" and said.delta.HasField("new_element"):
                _note(drawn, said.delta.new_element, said.delta.fragment_id)
            elif kind == "script_finished":
                if said.script_finished == FAILED:
                    drawn.traceback = drawn.traceback or "the script failed"
                if said.script_finished != EARLY:
                    return drawn


def _note(drawn: Drawn, element: Element, fragment_id: str) -> None:
    kind = element.WhichOneof("type")
    part = getattr(element, kind) if kind else None
    if kind == "exception":
        drawn.traceback = f"{part.type} {part.message}"
    elif kind == "alert":
        (drawn.faults if part.format == part.ERROR else drawn.texts).append(part.body)
    elif kind in ("markdown", "html", "text", "heading"):
        drawn.texts.append(part.body)
    elif kind is not None and hasattr(part, "id") and hasattr(part, "label"):
        options = tuple(getattr(part, "options", ()))
        if options and not isinstance(options[0], str):
            options = tuple(getattr(one, "content", "") for one in options)
        drawn.widgets.append(
            Widget(
                *(kind, part.id, part.label, getattr(part, "form_id", ""), fragment_id, options),
                disabled=getattr(part, "disabled", False),
            )
        )


async def connected(address: str, cookies: dict[str, str], query: str = "") -> Page:
    """Open a window on the app at an address, with what a browser keeps."""
    jar = "; ".join(f"{name}={one}" for name, one in cookies.items())
    line = await connect(
        f"ws://{address.removeprefix('http://')}/_stcore/stream",
        subprotocols=["streamlit"],
        additional_headers={"Cookie": jar} if jar else {},
        origin=address,
        max_size=None,
        ping_interval=None,
        open_timeout=PATIENCE_S,
    )
    return Page(line, query)
