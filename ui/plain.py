"""
Text from data as text: what shows it as it is, in Markdown and in HTML.

Streamlit draws every label, message and help text as Markdown; names, notes, file names and values
of faults go through ``plain`` there, and through ``escape`` where HTML is made. Nothing else does.
"""

from __future__ import annotations

import html
import re

from ui.state import say

SIGNS = re.compile(r"[\\`*_{}\[\]<>~$&|]")
LINE_START = re.compile(r"^(#{1,6}|[+\-=>]|\d{1,9}(?=[.)]))")
HIDDEN = "\u2060"  # a word joiner: of no width, it parts what Streamlit looks for in finished text
JOINED = re.compile(
    r":(?=[A-Za-z_+\-/]|\d{3,4}:)"  # :material/…:, :smile:, :red[…], http://
    r"|\bwww(?=\.)|(?<=\w)(?=@)"  # www.…, somebody@…
    r"|(?<=\s)(?:<->|->|<-|--|>=|<=|~=)(?=\s)|^(?:<->|->|<-|--|>=|<=|~=)(?=\s|$)"
    r"|(?<=\s)(?:<->|->|<-|--|>=|<=|~=)$"
)
TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
SHOWN_AS = "\ufffd"


def plain(text: object) -> str:
    """Return text that Markdown shows as it is, on one line; signs that turn text are shown."""
    one_line = " ".join(TURNING.sub(SHOWN_AS, str(text)).split())
    parted = JOINED.sub(lambda found: _parted(found.group()), one_line)
    return LINE_START.sub(_escaped_start, SIGNS.sub(r"\\\g<0>", parted))


def marked(key: str, **values: object) -> str:
    """Return a sentence whose own Markdown counts, and none of its values'."""
    return say(key, **{name: plain(value) for name, value in values.items()})


def escape(text: str) -> str:
    """Return text that HTML shows as it is, in an attribute too; signs that turn text are shown."""
    return html.escape(TURNING.sub(SHOWN_AS, text))


def _parted(found: str) -> str:
    return found + HIDDEN if len(found) < 2 or found == "www" else found[0] + HIDDEN + found[1:]


def _escaped_start(found: re.Match[str]) -> str:
    text = found.group()
    return text + HIDDEN if text.isdigit() else "\\" + text
