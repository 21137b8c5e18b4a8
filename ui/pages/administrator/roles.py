"""People and roles: who may do what over whom, from when to when."""

from __future__ import annotations

import streamlit as st

from service.access.grants import GrantState, Role, ScopeKind, grants_seen
from service.desk import HOUSE
from ui import done, link
from ui.guard import show_notice
from ui.parts import markup
from ui.parts.administrator import entries, roles
from ui.state import say

desk = link.desk()
found = grants_seen(desk)
now = [one.given.grant for one in found if one.state is GrantState.HOLDS]
people = {one.person for one in now}
rulers = [one for one in now if one.role is Role.ADMINISTRATOR and one.scope.kind is ScopeKind.ALL]
tags = [markup.Tag(say("roles.tag_people", count=len(people)))]
tags += [] if rulers else [markup.Tag(say("roles.tag_nobody"), markup.Tone.LOOK)]
markup.head(say("page.roles"), tags)
show_notice()
done.show()
if desk.person.grants is None:
    st.caption(say("roles.nobody_signs_in"))
may_link = desk.may("accounts") and desk.at(HOUSE).may("identity_linked")
names = ("given", "sent", *(("entry",) if may_link else ()))
given, sent, *entry = st.tabs([say(f"roles.tab_{name}") for name in names])
with given:
    left, right = st.columns([5, 3], gap="medium")
    with left:
        chosen = roles.listed(found)
    with right:
        if len(chosen) == 1 and desk.may("deputy_named"):
            roles.deputy(chosen[0])
        elif desk.may("grant_given"):
            roles.new()
with sent:
    roles.teams()
for tab in entry:
    with tab:
        entries.draw_all()
