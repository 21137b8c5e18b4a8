"""My score: the total, every line, what it pays, and where to object."""

from __future__ import annotations

import streamlit as st

from service.month.month_trend import own_trend
from service.pay.own_month import RunState, own_month
from service.pay.pay_review import review_state
from service.persons.contests import Decided, contests
from service.records.staff import own_leave
from service.shop.shops import shop
from ui import link, pay_seen
from ui.parts import markup
from ui.parts.agent import contested, own_card, who
from ui.parts.hr import card as drawing
from ui.parts.hr import objections, opened, payouts, person_looks, telling, trends
from ui.parts.hr.behind import behind
from ui.parts.hr.downloads import own_slip
from ui.state import say

me, label = who.open_own()
month = opened.open_month()
clock = shop(link.desk()).clock
found = own_month(link.desk(), month, me)
own_card.leave(own_leave(link.desk(), me, month.year))
if found.run is None or found.state is None:
    markup.empty(say("own.not_shown", month=opened.month_title(month)), say("own.not_shown_text"))
    st.stop()
tag = markup.Tag(say(f"run_state.{found.state}"), markup.Tone.LOOK)
markup.head(say("own.title", month=opened.month_title(month)), [tag], label)
if found.score is None:
    markup.empty(say("own.no_score"), say("own.no_score_text"))
    st.stop()

pay_seen.run_seen(found.run, "my_score", agent_id=me)
schemes = found.run.inputs.schemes
against = trends.against_own(*own_trend(link.desk(), month, me))
own_card.answers(found.score, found.payout, schemes[found.score.cards[0].post], against)
contested.made_by_program("score")
drawing.blend(found.score)
telling.whole(found.run, me)
for card in found.score.cards:
    own_card.lines(found.run, card, schemes[card.post])
    drawing.hours(found.run, card)
    if found.is_newest:
        behind(found.run, card)
if found.payout is not None:
    payouts.lines(found.payout, label)
    own_slip(found.run, me, found.state)
st.subheader(say("own.objections"), anchor=False)
objections.own(found.objections, lambda one: objections.about_name(one.about), clock)
if found.is_newest:
    review = review_state(link.desk(), month)
    objections.form(found.run, me, review, key=f"own.{me}")
if found.state not in {RunState.CALCULATED, RunState.REVIEW}:
    contested.form(me, Decided.SCORE, [str(month)])
mine = [one for one in contests(link.desk(), me) if one.value.about == str(month)]
objections.own(mine, contested.about_name, clock)
person_looks.own(me, clock)
