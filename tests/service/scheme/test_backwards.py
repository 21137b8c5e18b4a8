"""A scheme in force backwards is a decision of somebody with a reason, on every road."""

import datetime as dt
from dataclasses import replace

import pytest

from scheduler.errors import InputError, UnusualError
from service.looked import looked_at
from service.month import kpi_plans, months
from service.month.kpi_report import run_report
from service.pay import pay_review
from service.pay.pay_review import RunState
from service.roster import intake
from service.scheme.scheme_publishing import publish_scheme
from store.files.kpi_scheme import scheme_text
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month.test_months import FIRST, NOVEMBER, WHO, fill, scheme
from ui import figures
from ui.month_words import month_words


@pytest.fixture
def desk(tmp_path):
    opened = s.database(tmp_path)
    made = at_desk(opened, **WHO)
    intake.keep_week(made, s.week(FIRST, absences=(), wishes=()), shop_name="小店")
    fill(opened, tmp_path / "in")
    yield made
    opened.close()


OTHER = replace(scheme(), version=2)


def by_page(desk, tmp_path):  # noqa: ARG001 - a road like the other
    publish_scheme(desk, OTHER, valid_from=OTHER.valid_from)


def by_file(desk, tmp_path):
    path = tmp_path / "scheme.toml"
    path.write_text(scheme_text(OTHER), "utf-8")
    kpi_plans.import_scheme(desk, path)


ROADS = pytest.mark.parametrize("road", [by_page, by_file])


@ROADS
def test_without_a_reason_it_is_asked_about_and_nothing_is_kept(desk, tmp_path, road):
    with pytest.raises(UnusualError) as caught:
        road(desk, tmp_path)
    (fault,) = [one for one in caught.value.faults if one.code == "scheme_backwards"]
    assert fault.value == "2026-01-01"
    assert kpi_plans.schemes(desk) == (scheme(),)


@ROADS
def test_with_a_reason_it_holds_and_stands_in_log_run_and_exports(desk, tmp_path, road):
    with looked_at("按新版工资协议补执行"):
        road(desk, tmp_path)
    run = months.score(desk, NOVEMBER)
    (decided,) = run.inputs.backwards
    put = decided.decision
    assert (put.scheme_id, put.version, put.reason) == (OTHER.id, 2, "按新版工资协议补执行")
    assert decided.entered.by == WHO["by"]
    later = dt.timezone(dt.timedelta(hours=23))  # where it was the next day
    for lang in ("zh", "en"):
        title = month_words(run, {}, lang, state=RunState.CALCULATED, zone=later).title
        assert put.reason in title
        assert figures.day(WHO["now"].astimezone(later).date(), lang) in title
    (told,) = run_report(run, s.CLOCK)["schemes_backwards"]
    assert (told["by"], told["valid_from"]) == (WHO["by"], "2026-01-01")
    with desk.read() as unit:
        done = [one for one in unit.actions.of(desk.shop_id) if one.name == "scheme_put_backwards"]
    assert [one.details["reason"] for one in done] == [put.reason]
    assert months.recomputes(months.month_run(desk, NOVEMBER))


def test_what_begins_tomorrow_and_what_is_the_first_of_its_kind_is_no_question(desk):
    tomorrow = desk.now.date() + dt.timedelta(days=1)
    publish_scheme(desk, OTHER, valid_from=tomorrow)
    run = months.score(desk, NOVEMBER)
    assert run.inputs.backwards == ()
    with pytest.raises(UnusualError):
        publish_scheme(desk, replace(OTHER, version=3), valid_from=desk.now.date())


def test_no_reason_reaches_into_a_month_agents_have_seen(desk):
    months.score(desk, NOVEMBER)
    pay_review.send_to_review(desk, NOVEMBER)
    with looked_at("补执行"), pytest.raises(InputError) as caught:
        publish_scheme(desk, OTHER, valid_from=dt.date(2026, 1, 1))
    assert caught.value.faults[0].code == "scheme_month_reviewed"
