"""The versions of a week's roster, and what differs between two of them for whom."""

from __future__ import annotations

import streamlit as st

from service.roster.rosters import versions as all_versions
from ui import link, state
from ui.parts import markup, readers, sheet, versions
from ui.parts.sheet import open_sheet
from ui.state import say

found = open_sheet()
markup.head(sheet.week_title(found), sheet.version_tags(found))
kept = all_versions(link.desk(), state.chosen("week"))
if not kept:
    markup.empty(say("empty.versions"), say("empty.versions_text"))
    st.stop()

versions.table(found, kept)
readers.readers(found)
versions.in_force(found)
if len(kept) > 1:
    versions.comparison(found, kept)
