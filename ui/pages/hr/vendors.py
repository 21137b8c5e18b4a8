"""Vendors: what a month of each comes to, signing it, and the contracts it rests on."""

from __future__ import annotations

import streamlit as st

from service.shop.shops import shop
from service.vendors.contracts import contracts
from service.vendors.settlements import settlements, vendors_with_people
from ui import done, figures, link, state
from ui.parts import markup
from ui.parts.hr import vendor_contracts, vendor_settlements
from ui.parts.hr.opened import open_month
from ui.state import say

month = open_month()
desk = link.desk()
vendors = vendors_with_people(desk)
markup.head(
    say("vendors.title", month=figures.month(month.first, state.lang())),
    sub=say("vendors.sub", count=len(vendors)) if vendors else "",
)
done.show()
if not vendors:
    vendor_contracts.nobody()
    st.stop()
agreed = contracts(desk)
listed, terms = st.tabs([say("vendors.tab_settlement"), say("vendors.tab_contracts")])
with listed:
    vendor_settlements.draw(vendors, agreed, settlements(desk, month), month, shop(desk).clock)
with terms:
    vendor_contracts.draw(vendors, agreed)
