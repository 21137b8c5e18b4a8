"""A browser without a screen: keeps cookies, fills in forms, opens the app's connection."""

import http.client
import re
from urllib.parse import urlencode

from websockets.sync.client import connect

PAGE = {"Accept": "text/html"}


class Visitor:
    def __init__(self, address):
        self.address = address
        self.host = address.removeprefix("http://")
        self.cookies = {}
        self.set = []

    def ask(self, path, method="GET", body=None, **headers):
        """Ask for a path; return status, where it leads, and the text."""
        line = http.client.HTTPConnection(self.host, timeout=30)
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode("utf-8", "replace")
        self.set = answer.headers.get_all("set-cookie") or []
        for told in self.set:
            name, _, value = told.partition(";")[0].partition("=")
            self.cookies[name] = value
        line.close()
        return answer.status, answer.headers.get("location"), text

    def fill(self, path, **fields):
        """Fill in the form of a page and send it."""
        _, _, text = self.ask(path, **PAGE)
        form = re.search("name='form' value='([^']*)'", text).group(1)
        return self.post(path, form=form, **fields)

    def post(self, path, **fields):
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask(path, "POST", urlencode(fields), **kind)

    def connect(self):
        """Open the connection by which the app draws its pages."""
        jar = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        headers = {"Cookie": jar} if jar else {}
        return connect(
            f"ws://{self.host}/_stcore/stream",
            subprotocols=["streamlit"],
            additional_headers=headers,
            origin=self.address,
        )
