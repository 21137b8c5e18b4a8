"""Big promotions as one dated thing each: entered once, read by all that they change."""

from __future__ import annotations

import streamlit as st

from service.records.campaigns import campaigns as all_campaigns
from service.shop.shops import shop
from ui import done, link
from ui.guard import show_notice
from ui.parts import campaigns, markup, sheet
from ui.state import say

sheet.require_shop()
markup.head(say("page.campaigns"), sub=say("campaigns.sub"))
show_notice()
done.show()
found = all_campaigns(link.desk())
today = link.now().astimezone(shop(link.desk()).clock.zone).date()
left, right = st.columns([1, 2], gap="medium")
with left:
    campaigns.new_form(today)
with right:
    chosen = campaigns.listed(found, today)
    if chosen is not None:
        campaigns.chosen(chosen)
    elif found:
        st.caption(say("campaigns.pick"))
    campaigns.presets(found)
