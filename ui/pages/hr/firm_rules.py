"""The firm's pay rules: what days of leave and allowances pay everybody, from which month on."""

from __future__ import annotations

import streamlit as st

from service.pay.firm_rules import UnusedLeavePay, law_on_leave, save_part
from service.pay.firm_rules import firm_rules as all_versions
from service.shop.shops import shop
from ui import done, link
from ui.guard import action, show_notice
from ui.parts import markup
from ui.parts.hr import firm_rules
from ui.parts.hr.asking import full_day
from ui.parts.sheet import require_shop
from ui.plain import plain
from ui.state import say

show_notice()
require_shop()
today = shop(link.desk()).clock.date_of(int(link.now().timestamp()) // 60)
versions = all_versions(link.desk())
newest = versions[0] if versions else None
tags = (
    [markup.Tag(say("firm_rules.tag", version=newest.version, date=full_day(newest.valid_from)))]
    if newest
    else []
)
markup.head(say("firm_rules.title"), tags)
done.show()
st.caption(plain(say("firm_rules.text")))


@action
def _pay_unused() -> None:
    save_part(link.desk(), UnusedLeavePay(), valid_from)


left, right = st.columns([2, 1], gap="large")
with right:
    valid_from = firm_rules.begins(today)
    firm_rules.leave_form(valid_from)
    firm_rules.allowance_form(valid_from)
    if newest is None or newest.part(UnusedLeavePay) is None:
        st.button(say("firm_rules.pay_unused"), on_click=_pay_unused, key="firm_rules.pay_unused")
        st.caption(plain(say("firm_rules.pay_unused_text")))
with left:
    firm_rules.listed(newest, law_on_leave(valid_from), valid_from)
