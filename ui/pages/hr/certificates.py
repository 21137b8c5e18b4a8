"""People: who may work on which post until when, employment and annual leave, training."""

from __future__ import annotations

import streamlit as st

from service.records.certificates import certificates, gates, trainees
from service.records.staff import employees
from service.shop.shops import shop
from ui import done, link
from ui.guard import show_notice
from ui.parts import markup
from ui.parts.hr import certificate_list, staff_list, training
from ui.parts.sheet import require_shop
from ui.state import say

show_notice()
require_shop()
today = shop(link.desk()).clock.date_of(int(link.now().timestamp()) // 60)
held = certificates(link.desk(), today=today)
learning = trainees(link.desk())
conditions = gates(link.desk())

over = sum(one.is_over for one in held)
tags = [markup.Tag(say("certificates.tag_over", count=over), markup.Tone.BAD)] if over else []
markup.head(say("certificates.title"), tags)
done.show()
certificate_list.answers(held, learning)
names = ("held", "staff", "training", "gates")
listed, employed, on_the_way, asked = st.tabs([say(f"certificates.tab_{name}") for name in names])
with listed:
    left, right = st.columns([3, 1], gap="large")
    with left:
        certificate_list.held_list(held, today)
    with right:
        certificate_list.form(today)
with employed:
    left, right = st.columns([3, 1], gap="large")
    with left:
        staff_list.listed(employees(link.desk(), today.year), today.year)
    with right:
        staff_list.form()
        staff_list.protection()
        if st.button(say("people.pay_link"), icon=":material/payments:", key="staff.pay"):
            st.switch_page(link.page("data"))
with on_the_way:
    left, right = st.columns([3, 1], gap="large")
    with left:
        training.progress(learning)
    with right:
        training.form(conditions, today)
with asked:
    training.gate_list(conditions)
