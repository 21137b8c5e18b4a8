"""What HR's pages ask about before they keep it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpi.pay.extras import Deduction, DeductionKind
from kpi.pay.overtime import ApprovedOvertime
from kpi.pay.payout import Overtime, OvertimeKind
from scheduler.dispatch import Interruption, InterruptionKind
from service.month import kpi_intake, kpi_plans
from service.pay import pay_inputs
from service.pay.overtime import approve_overtime, enter_overtime
from service.scheme.scheme_publishing import publish_scheme
from store.actions import Action
from store.files.kpi_scheme import scheme_presets
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui import guard, link

LOOK = {"role": "hr", "month": "2026-11"}
WHO = {"by": "人事", "now": s.NOW}
PLAN = "agent_id,valid_from,base,performance,coefficient\nA1,2026-11-01,4000,1500,110\n"
REASON = "与合同核对过"


@pytest.fixture
def shop(database, monkeypatch):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    monkeypatch.setattr(link, "now", lambda: s.NOW)
    return database


def last(database) -> Action:
    with database.read() as unit:
        return unit.actions.of("main")[0]


def uploaded(app, key, name, text):
    uploader = next(one for one in app.file_uploader if str(one.key).startswith(key))
    uploader.set_value((name, text.encode(), "text/csv")).run()
    return app


def answered(page, key, *, tick=True, reason=REASON):
    """Return the page after what is asked was ticked, given a reason and told to be kept."""
    if tick:
        next(one for one in page.checkbox if one.key == f"{key}.tick").check()
    next(one for one in page.text_input if one.key == f"{key}.reason").set_value(reason)
    return next(one for one in page.button if one.key == f"{key}.keep").click().run()


def key_of(page):
    return next(one.key for one in page.button if str(one.key).endswith(".keep"))[: -len(".keep")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_kept_once_somebody_looked_at_what_is_unusual(app, shop, lang):
    page = opened(app, "data", lang=lang, **LOOK)
    uploaded(page, "data.files", "pay_plan.csv", PLAN)
    assert not page.exception
    assert "110" in seen(page)
    assert button(page, "data.take").disabled  # nothing is kept before somebody has answered
    assert not kpi_plans.pay_plans(at_desk(shop))
    key = key_of(page)
    answered(page, key, tick=False)
    assert page.error  # says that it must be ticked
    assert not kpi_plans.pay_plans(at_desk(shop))
    answered(page, key)
    assert not page.exception
    assert not page.error
    (plan,) = kpi_plans.pay_plans(at_desk(shop))
    assert plan.coefficient == 110
    assert last(shop).details["looked_at"] == REASON
    assert page.success
    assert not [one for one in page.button if str(one.key).endswith(".keep")]


def test_an_export_is_kept_once_somebody_looked(app, shop):
    page = opened(app, "data", lang="zh", **LOOK)
    export = "客服,日期,岗位,咨询人数,付款人数\nA1,2026-11-02,presales,5,12\n"
    uploaded(page, "data.files", "绩效.csv", export)
    assert "12" in seen(page)
    answered(page, key_of(page))
    assert not page.exception
    assert not page.error
    assert last(shop).details["looked_at"] == REASON


def entries():
    """Yield what a page may enter by hand, with numbers hardly anybody means."""
    start = s.CLOCK.at(s.MONDAY, 540)
    damage = Deduction("A1", s.MONDAY, DeductionKind.DAMAGE, Decimal(50000), "x", "5")
    yield pay_inputs.enter_deduction, damage
    away = Interruption(
        "A1", InterruptionKind.DISRUPTION, start, start + 4800, "断网", start, "组长"
    )
    yield kpi_intake.enter_interruption, away
    yield enter_overtime, Overtime("A1", s.MONDAY, OvertimeKind.WORKDAY, 6000, "店长")
    stretch = ApprovedOvertime("A1", start, start + 4800, OvertimeKind.WORKDAY, "店长")
    yield approve_overtime, stretch


@pytest.mark.parametrize(("enter", "entry"), [*entries()])
def test_an_entry_written_by_hand_is_asked_about_like_a_file(shop, enter, entry):
    with pytest.raises(guard.UnusualError):
        enter(at_desk(shop, **WHO), entry)
    with guard.looked_at(REASON):
        enter(at_desk(shop, **WHO), entry)
    assert last(shop).details["looked_at"] == REASON


def test_a_published_grade_is_asked_about(shop):
    scheme = next(one for one in scheme_presets() if one.id == "T-02")
    grades = (replace(scheme.grades[0], coefficient=Decimal(110)), *scheme.grades[1:])
    odd, begins = replace(scheme, grades=grades), date(2027, 1, 1)
    with pytest.raises(guard.UnusualError):
        publish_scheme(at_desk(shop, **WHO), odd, valid_from=begins)
    with guard.looked_at(REASON):
        publish_scheme(at_desk(shop, **WHO), odd, valid_from=begins)
    assert last(shop).details["looked_at"] == REASON


def asking():
    import streamlit as st  # noqa: PLC0415 - the body of a page of its own

    from scheduler.errors import Fault  # noqa: PLC0415 - likewise
    from store.looked import ask_about  # noqa: PLC0415 - likewise
    from ui.guard import action, show_notice  # noqa: PLC0415 - likewise

    @action
    def keep():
        ask_about([Fault("unusual_value", column="base", value="9", details={"low": 1, "high": 2})])
        st.session_state["kept"] = True

    show_notice()
    st.button("go", on_click=keep, key="go")
    st.write(f"kept: {st.session_state.get('kept', False)}")


def test_any_callback_is_done_again_with_the_answer():
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - takes a second to load

    page = AppTest.from_function(asking, default_timeout=30).run()
    page.button(key="go").click().run()
    assert not page.exception
    assert "kept: False" in seen(page)
    answered(page, guard.ASKED, reason=" ")
    assert "kept: False" in seen(page)
    answered(page, guard.ASKED)
    assert not page.exception
    assert "kept: True" in seen(page)
    assert not [one for one in page.button if one.key == f"{guard.ASKED}.keep"]
