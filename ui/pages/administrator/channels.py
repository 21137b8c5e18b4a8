"""Messages out: who is told when a roster is published, and what became of each message."""

from __future__ import annotations

import streamlit as st

from service.outbound.channels import channels, dispatches
from service.shop.shops import shop
from ui import done, link
from ui.guard import show_notice
from ui.parts.administrator import channel_lines
from ui.parts.sheet import require_shop
from ui.state import say

show_notice()
require_shop()
clock = shop(link.desk()).clock
found, sent = channels(link.desk()), dispatches(link.desk())
channel_lines.answer(found, sent)
done.show()
told, log = st.tabs([say("channels.tab_channels"), say("channels.tab_sent")])
with told:
    left, right = st.columns([5, 3], gap="medium")
    with left:
        channel_lines.listed(found)
    with right:
        channel_lines.new()
with log:
    channel_lines.sent(sent, clock)
