"""A stand-in for the robots of chat groups, which checks what their makers' pages ask for."""

import base64
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

SECRET = "SEC-of-a-test"


def is_web(url):
    return urlsplit(url).scheme in {"http", "https"} and len(url.encode()) <= 2048


class StandIn:
    """Answers as the robots do; what it refuses says why."""

    def __init__(self):
        self.taken = []
        self.answers = []  # what it answers before it looks: (status, body)
        self.url = ""

    def answer(self, path, heads, body):
        if self.answers:
            return self.answers.pop(0)
        told = json.loads(body)
        kind = urlsplit(path).path.strip("/")
        wrong = getattr(self, f"_{kind}")(told, parse_qs(urlsplit(path).query), heads, body)
        if not wrong:
            self.taken.append((kind, told))
        code = "code" if kind == "feishu" else "errcode"
        said = "msg" if kind == "feishu" else "errmsg"
        return 200, json.dumps({code: 310000 if wrong else 0, said: wrong or "ok"}).encode()

    def _wecom(self, told, _query, _heads, _body):
        if told["msgtype"] == "image":
            picture = base64.b64decode(told["image"]["base64"])
            if hashlib.md5(picture).hexdigest() != told["image"]["md5"]:
                return "md5"
            return "size" if len(picture) > 2 * 1024 * 1024 else ""
        if told["msgtype"] == "news":
            (one,) = told["news"]["articles"]
            sizes = len(one["title"].encode()), len(one["description"].encode())
            return "" if sizes[0] <= 128 and sizes[1] <= 512 and is_web(one["url"]) else "news"
        return "size" if len(told["text"]["content"].encode()) > 2048 else ""

    def _dingtalk(self, told, query, _heads, body):
        at = query["timestamp"][0]
        text = f"{at}\n{SECRET}".encode()
        sign = base64.b64encode(hmac.new(SECRET.encode(), text, hashlib.sha256).digest()).decode()
        if query["sign"] != [sign]:
            return "sign not match"
        if told["msgtype"] == "actionCard":
            one = told["actionCard"]
            is_whole = one["title"] and one["text"] and one["singleTitle"]
            return "" if is_whole and is_web(one["singleURL"]) and "at" not in told else "card"
        if not all(f"@{one}" in told["text"]["content"] for one in told["at"]["atMobiles"]):
            return "mentions"
        return "size" if len(body) > 20_000 else ""

    def _feishu(self, told, _query, _heads, body):
        key = f"{told['timestamp']}\n{SECRET}".encode()
        if told["sign"] != base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode():
            return "sign match fail"
        if told["msg_type"] == "interactive":
            text, act = told["card"]["elements"]
            plain = (told["card"]["header"]["title"], text["text"], act["actions"][0]["text"])
            if {one["tag"] for one in plain} != {"plain_text"} or not is_web(
                act["actions"][0]["url"]
            ):
                return "card"
        elif set(told["content"]) != {"text"}:
            return "text"
        return "size" if len(body) > 20 * 1024 else ""

    def _webhook(self, told, _query, heads, body):
        at = heads["X-Paiban-Timestamp"]
        sign = hmac.new(SECRET.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        if heads["X-Paiban-Signature"] != f"sha256={sign}":
            return "sign"
        return "" if heads["X-Paiban-Delivery"] == str(told["id"]) else "number"


@contextmanager
def stand_in():
    """Serve a stand-in on this computer."""
    found = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, answer = found.answer(self.path, self.headers, body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{found.url}/wecom")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
