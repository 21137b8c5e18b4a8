"""The page of vendors: for HR all of them, for a vendor's supervisor their own."""

from dataclasses import replace

import pytest

from service.access.grants import Grant, Role, Scope, ScopeKind
from service.access.person import Person
from service.vendors import settlements
from service.vendors.contracts import contracts
from service.vendors.settlements import SettlementState, SigningSide
from tests.service import small_shop as s
from tests.service.vendors import outsourced as o
from tests.ui.pages.app import button, opened, seen
from ui import link

LOOK = {"role": "hr", "month": "2026-11"}


@pytest.fixture
def shop(database, monkeypatch):
    monkeypatch.setattr(link, "now", lambda: o.DECEMBER)
    return s.filled(database, o.fill)


@pytest.fixture
def as_vendor(shop, monkeypatch):
    """Let the supervisor of 海客 look."""
    before = link.desk
    scope = Scope(ScopeKind.VENDOR, "main", ("海客",))
    person = Person("海", grants=(Grant("海", Role.VENDOR, scope),))
    monkeypatch.setattr(link, "is_in", lambda: True)
    monkeypatch.setattr(
        link, "desk", lambda *given, **more: replace(before(*given, **more), person=person)
    )
    return shop


def tables(app):
    return "\n".join(one.value.to_string() for one in app.dataframe)


def test_a_month_is_settled_signed_and_locked_on_the_page(app, shop):
    opened(app, "vendors", **LOOK)
    app.selectbox(key="vendors.chosen").select("云客").run()
    button(app, "vendors.make").click().run()
    assert not app.exception
    assert "¥1,195.00" in seen(app)
    assert "待外包方签字" in seen(app)
    assert "¥1,185.00" in tables(app)
    for _ in SigningSide:  # nobody signs in here: whoever looks signs for both
        button(app, "vendors.sign").click().run()
    assert not app.exception
    assert "双方已签字" in seen(app)
    kept = settlements.newest(o.hr(shop), "云客", o.NOVEMBER)
    assert kept.state is SettlementState.LOCKED


def test_a_contract_and_a_deduction_are_entered_on_the_page(app, shop):
    opened(app, "vendors", **LOOK)
    app.text_input(key="vendor_contract.name").set_value("YK-1")
    app.number_input(key="vendor_contract.hour_price").set_value(33.0)
    app.selectbox(key="vendor_contract.vendor").select("云客")
    button(app, "FormSubmitter:vendor_contract.new-保存合同").click().run()
    assert not app.exception
    assert not [one.value for one in app.error]
    app.selectbox(key="vendor_deduction.contract").select("云客 YK-1")
    button(app, "FormSubmitter:vendor_deduction.new-添加").click().run()
    assert not app.exception
    (found,) = (one for one in contracts(o.hr(shop)) if one.contract.vendor == "云客")
    assert (found.version, found.contract.hour_price) == (3, 33)
    assert len(found.contract.deductions) == 1


@pytest.mark.usefixtures("shop")
def test_a_month_without_contract_says_what_to_do(app):
    opened(app, "vendors", role="hr", month="2025-11")
    assert not app.exception
    assert "没有有效合同" in seen(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_vendors_supervisor_sees_signs_and_objects_for_the_own_one(app, as_vendor, lang):
    settlements.make_settlement(o.hr(as_vendor), "海客", o.NOVEMBER)
    settlements.make_settlement(o.hr(as_vendor), "云客", o.NOVEMBER)
    opened(app, "vendors", role="vendor", month="2026-11", lang=lang)
    assert not app.exception
    assert not [one.value for one in app.error]
    shown = seen(app) + tables(app)
    assert "海客" in shown
    assert "云客" not in shown
    assert "YK-1" not in shown
    keys = {one.key for one in app.button}
    assert "vendors.make" not in keys
    assert not [key for key in keys if str(key).startswith("FormSubmitter:vendor")]
    app.text_area(key="vendors.reason").set_value("少一天")
    button(app, "vendors.object").click().run()
    assert not app.exception
    kept = settlements.newest(o.hr(as_vendor), "海客", o.NOVEMBER)
    assert kept.steps[0].reason == "少一天"


def test_a_vendors_supervisor_does_not_open_pages_of_pay(app, as_vendor):
    del as_vendor
    for page in ("payout", "firm_rules"):
        opened(app, page, role="vendor", month="2026-11")
        assert "您的角色不能打开" in seen(app)
