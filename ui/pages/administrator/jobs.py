"""Long work: what goes on and what waits, for whom, how far it is; stop it, or try it again."""

from __future__ import annotations

import streamlit as st

from service.job_list import job_list
from service.shop.shops import shop
from ui import done, link
from ui.guard import show_notice
from ui.parts.administrator import job_lines
from ui.parts.sheet import require_shop
from ui.parts.start import beginning

show_notice()
require_shop()
clock = shop(link.desk()).clock
found = job_list(link.desk())
job_lines.answer(found)
done.show()
for one in job_lines.listed(found, clock):
    job_lines.told(one)
if not found.jobs:
    beginning.all_steps()
if found.going:
    st.fragment(job_lines.wait, run_every=job_lines.LOOK_S)(found)
