"""The room of the fewest people: asked of a worker, told with its bound, honest where it failed."""

from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.headcount.asked import HeadcountAsked
from service.asked_jobs import JobKind, latest_asked
from service.roster.requests import enter_absence
from service.trial.headcount_job import PeopleAnswer, PeopleTask, start_people
from store.documents import from_document, to_document
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import opened, seen
from tests.workers import do_next

WHO = {"by": "计划员", "now": s.NOW}
QUICK = PeopleTask((s.LABEL,), HeadcountAsked(short_share=0.9, seconds=10))


@pytest.fixture
def shop(database):
    s.filled(database, s.with_week(shop_name="小店", **WHO))
    return database


def room(app):
    """Return the page with the room open."""
    opened(app, "whatif")
    app.segmented_control(key="whatif.room").set_value("people").run()
    assert not app.exception
    return app


def answered(shop):
    """Return the answer to a quick question, which a worker's process found."""
    start_people(at_desk(shop, **WHO), s.LABEL, QUICK)
    do_next(shop)
    return latest_asked(at_desk(shop), JobKind.PEOPLE, s.LABEL)


@pytest.mark.usefixtures("shop")
def test_question_is_left_to_a_worker_and_can_be_stopped(app):
    room(app)
    next(found for found in app.button if found.label == "计算最少人数").click().run()
    assert "可以离开这一页" in seen(app)
    next(found for found in app.button if found.key == "people_room.stop").click().run()
    assert "还没有结果" in seen(app.run())


def test_number_stands_with_its_bound_and_its_roster(app, shop):
    (week,) = answered(shop).answer.weeks
    own = week.line.own
    shown = seen(room(app))
    assert own.people is not None
    assert own.people >= own.bound >= 1
    assert f"{own.people} 人：" in shown
    assert "已证明" in shown
    assert week.roster.shifts
    assert "改过" not in shown


def test_answer_of_another_question_says_so(app, shop):
    answered(shop)
    enter_absence(at_desk(shop), replace(s.week().absences[0], agent_id="A2"))
    assert "改过" in seen(room(app))


def test_no_roster_in_time_is_told_as_such(app, shop):
    job = answered(shop)
    (week,) = job.answer.weeks
    own = replace(week.line.own, people=None, counts=(), short_hours=None, tries=())
    none = replace(week, line=replace(week.line, own=own), roster=None)
    with shop.write() as unit:
        unit.connection.exec_driver_sql(
            "UPDATE job SET result = ? WHERE id = ?", (to_document(PeopleAnswer((none,))), job.id)
        )
    shown = seen(room(app))
    assert "没有找到撑得住本周的班表" in shown
    assert f"已证明至少需要 {own.bound} 人" in shown


def test_no_week_and_a_second_search_are_refused(shop):
    desk = at_desk(shop, **WHO)
    with pytest.raises(InputError, match="headcount_no_week"):
        start_people(desk, s.LABEL, replace(QUICK, weeks=()))
    start_people(desk, s.LABEL, QUICK)
    with pytest.raises(InputError, match="job_running"):
        start_people(desk, s.LABEL, QUICK)


@pytest.mark.usefixtures("shop")
def test_nothing_is_computed_before_it_is_asked_for(app):
    assert "还没有算过最少人数" in seen(room(app))


def test_answers_are_kept_as_they_were(shop):
    answer = answered(shop).answer
    assert from_document(PeopleAnswer, to_document(answer)) == answer
