"""A phone without a screen: asks the gate and the layer inside it, and keeps cookies."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import PlainTextResponse

from tests.loops import in_a_loop
from ui.gate.gate import EntryGate
from ui.phone.layer import AgentPages

INSIDE = PlainTextResponse("the app")


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Phone:
    def __init__(self, house, token=""):
        self.gate = EntryGate(AgentPages(INSIDE, house), house)
        self.cookies = {house.cookie: token} if token else {}
        self.page = None

    def ask(self, path, body=None, **headers):
        return in_a_loop(self._ask(path, body, headers))

    def open(self, path):
        self.page = self.ask(path)
        return self.page

    def press(self, action, answer=None, place=0):
        """Press a button of the page: send the form that goes to an action."""
        forms = re.findall(rf"<form method='post' action='{action}'.*?</form>", self.page.text)
        fields = dict(re.findall(r"name='(\w+)' value='([^']*)'", forms[place].split("<button")[0]))
        if answer is not None:
            fields["answer"] = answer
        return self.ask(action, urlencode(fields))

    async def _ask(self, path, body, headers):
        path, _, query = path.partition("?")
        told = {"host": "127.0.0.1:8501", "accept": "text/html", **headers}
        told["cookie"] = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        scope = {
            "type": "http",
            "method": "GET" if body is None else "POST",
            "path": path,
            "query_string": query.encode(),
            "scheme": "http",
            "client": ("127.0.0.1", 1),
            "headers": [(name.encode(), one.encode()) for name, one in told.items()],
        }
        said = []

        async def receive():
            return {"type": "http.request", "body": (body or "").encode()}

        async def send(message):
            said.append(message)

        await self.gate(scope, receive, send)
        heads = [(name.decode(), one.decode()) for name, one in said[0]["headers"]]
        for name, one in heads:
            if name == "set-cookie":
                key, _, value = one.partition(";")[0].partition("=")
                self.cookies[key] = value
        text = b"".join(one.get("body", b"") for one in said[1:])
        return Answer(said[0]["status"], dict(heads), text)
