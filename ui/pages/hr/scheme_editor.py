"""The scheme editor: lines and bands, faults in place, what it would change, its publication."""

from __future__ import annotations

import streamlit as st

from ui.guard import fault_sentences, show_faults
from ui.parts import markup
from ui.parts.hr import opened, scheme_effect, scheme_form, scheme_publish, sketching
from ui.plain import plain
from ui.state import say

opened.open_shop()
sketch = sketching.current()
head = st.empty()
scheme_publish.show_done()
scheme_publish.chooser()
if sketch is None:
    with head.container():
        markup.head(say("editor.title"))
    markup.empty(say("editor.nothing"), say("editor.nothing_text"))
    st.stop()

sketch = scheme_form.general(sketch)
left, right = st.columns([3, 2], gap="large")
with left:
    sums = st.empty()  # of what is on the screen, once the lines below have been read
    sketch, found = scheme_form.lines(sketch)
    with sums.container():
        scheme_form.weight_sum(sketch)
count = len(found.faults)
tag = markup.Tag(say("editor.faults", count=count), markup.Tone.BAD)
if not count:
    tag = markup.Tag(say("editor.no_faults"), markup.Tone.GOOD)
with head.container():
    markup.head(say("editor.title"), [tag])
with right, st.container(key="editor_side"):
    known = [line.indicator for line in sketch.lines]
    general = sketching.faults_of(found.faults, known).get("", [])
    if general:
        show_faults(tuple(general))
    if found.warnings:
        st.warning(
            "\n\n".join(plain(line) for line in fault_sentences(found.warnings)),
            icon=":material/info:",
        )
    if found.scheme is not None:
        scheme_effect.live(found.scheme)
    elif not general:
        st.error(say("editor.mend_first"), icon=":material/error:")
    scheme_publish.publishing(sketch, found.scheme)
