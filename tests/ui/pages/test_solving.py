from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from scheduler.agent import Contract
from scheduler.errors import Fault
from scheduler.explain import conflicts
from scheduler.shift import ShiftShape
from scheduler.solve.result import Progress, SolveParams, SolveResult, SolveStatus
from service.jobs import Failure, JobState, SolveAnswer, SolveTask
from service.roster.intake import keep_week
from service.roster.weeks import problem
from store.kept_job import KeptJob
from store.stamp import Stamp
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import APP, button, opened, seen

STAMP = Stamp("王经理", s.NOW)


def job(state, **parts):
    given = {
        "id": 7,
        "shop_id": "main",
        "week_id": 1,
        "scenario_id": None,
        "state": state,
        "task": SolveTask(SolveParams(time_limit_s=60.0)),
        "pid": 1,
        "progress": Progress("search", 12.0, 900.0, 850.0),
        "stop_asked": False,
        "beat_at": s.NOW,
        "started": STAMP,
    }
    return KeptJob(**given | parts)


def answer(status, roster=None, cost=None):
    return SolveAnswer(SolveResult(status, roster, cost, 0.0, 5.0), "key", ())


@pytest.fixture
def told(app, draft, monkeypatch):  # noqa: ARG001 - the week that is looked at
    """Return what the week's page shows while its newest job is the one given."""

    def show(newest):
        monkeypatch.setattr("ui.parts.solving.latest_job", lambda *_args, **_named: newest)
        monkeypatch.setattr("ui.parts.solving.job_now", lambda *_args, **_named: newest)
        return seen(opened(app))

    return show


def test_running_job_shows_how_good_it_is_so_far(told, app):
    shown = told(job(JobState.RUNNING))
    assert "距离最优班表至多差 2.5 人时" in shown  # (900 - 850) at 20 a missing hour
    assert button(app, "solve.stop").label == "停止"
    assert "solve.open" not in [part.key for part in app.button]


def test_job_without_a_first_roster_says_so(told):
    shown = told(job(JobState.RUNNING, progress=Progress("starting", 1.0)))
    assert "还没有可用的班表" in shown
    assert "成本" not in shown  # there is no number yet to tell


def test_job_that_was_asked_to_stop_cannot_be_asked_again(told, app):
    told(job(JobState.RUNNING, stop_asked=True))
    assert button(app, "solve.stop").disabled


def test_job_whose_process_died_says_so(told, app):
    assert "排班进程意外中断" in told(job(JobState.LOST))
    assert button(app, "solve.open")


def test_job_whose_process_crashed_says_what_to_do(told):
    crash = Fault("job_crashed", value="SIGSEGV", details={"log": "jobs/7.log"})
    shown = told(job(JobState.LOST, failure=Failure("died", "", (crash,))))
    assert "排班引擎崩溃（SIGSEGV）" in shown
    assert "jobs/7.log" in shown


def test_job_that_compiles_the_engine_says_so(told):
    assert "每次安装只需编译一次" in told(
        job(JobState.RUNNING, progress=Progress("preparing", 0.0))
    )


def test_job_that_failed_tells_the_fault_as_a_sentence(told):
    failure = Failure("InputError", "", (Fault("week_without_requirement", value=s.LABEL),))
    shown = told(job(JobState.FAILED, failure=failure))
    assert "还没有人力需求" in shown
    assert "任务 7" in shown


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (SolveStatus.INFEASIBLE, "不存在满足全部个人规则的班表"),
        (SolveStatus.NO_ROSTER, "时间用完仍未得到班表"),
    ],
)
def test_impossible_and_out_of_time_are_told_apart(told, status, sentence):
    assert sentence in told(job(JobState.DONE, answer=answer(status)))


def test_answer_waits_until_it_is_accepted(told, app):
    shown = told(job(JobState.DONE, answer=answer(SolveStatus.FEASIBLE, s.roster(), 100.0)))
    assert "新班表已算好" in shown
    assert "草稿 v1" in shown
    assert button(app, "solve.accept")


def test_answer_that_leaves_gaps_says_so(told):
    shown = told(job(JobState.DONE, answer=answer(SolveStatus.RELAXED, s.roster(), 100.0)))
    assert "缺口最小" in shown


def test_answer_with_people_who_get_no_days_names_them(told):
    result = SolveResult(
        SolveStatus.RELAXED,
        s.roster(),
        100.0,
        0.0,
        5.0,
        reasons=(("no_week_min_hours", ("K006", "40", "32")),),
    )
    shown = told(job(JobState.DONE, answer=SolveAnswer(result, "key", ())))
    assert "K006：保底工时 40 小时" in shown
    assert "最多能排 32 小时" in shown
    assert "缺口最小" not in shown


def test_an_impossible_week_names_whom_and_when(told):
    reasons = (("pin_rest", ("K006", "2026-12-01T06:00")),)
    result = SolveResult(SolveStatus.INFEASIBLE, None, None, 0.0, 5.0, reasons=reasons)
    shown = told(job(JobState.DONE, answer=SolveAnswer(result, "key", ())))
    assert "K006、12月1日周二 06:00" in shown


def test_the_week_names_who_can_be_given_no_shift(app, database):
    odd = replace(s.AGENTS[0], contract=Contract(44.0))
    fewer = (ShiftShape(480, 60, 120, 300, contract_hours=(40, 40)),)
    asked = s.week(agents=(odd, *s.AGENTS[1:]), rules=replace(s.week().rules, shapes=fewer))
    keep_week(at_desk(database, by="王经理", now=s.NOW), asked, shop_name="小店")
    shown = seen(opened(app))
    assert "有 1 人一个班也排不了" in shown
    assert "没有适用于每周 44 小时合同的班型" in shown


def test_people_with_the_same_reason_share_a_sentence(app, database):
    odd = [replace(each, contract=Contract(44.0)) for each in s.AGENTS[:2]]
    fewer = (ShiftShape(480, 60, 120, 300, contract_hours=(40, 40)),)
    asked = s.week(agents=(*odd, *s.AGENTS[2:]), rules=replace(s.week().rules, shapes=fewer))
    keep_week(at_desk(database, by="王经理", now=s.NOW), asked, shop_name="小店")
    shown = seen(opened(app))
    assert "有 2 人一个班也排不了" in shown
    assert "客服001（A1）、客服002（A2）：没有适用于" in shown
    assert shown.count("没有适用于每周 44 小时合同的班型") == 1


def test_answer_can_be_left(told, app):
    told(job(JobState.DONE, answer=answer(SolveStatus.FEASIBLE, s.roster(), 100.0)))
    button(app, "solve.leave").click().run()
    assert "新班表已算好" not in seen(app)


def test_an_answer_that_was_left_stays_away_in_a_new_session(told, app):
    told(job(JobState.DONE, answer=answer(SolveStatus.FEASIBLE, s.roster(), 100.0)))
    button(app, "solve.leave").click().run()
    assert "新班表已算好" not in seen(opened(AppTest.from_file(str(APP), default_timeout=30)))


def test_another_answer_is_shown_again(told, app):
    left = job(JobState.DONE, answer=answer(SolveStatus.FEASIBLE, s.roster(), 100.0))
    told(left)
    button(app, "solve.leave").click().run()
    assert "新班表已算好" in told(replace(left, id=8))


def evening(agent="A1", day=0):
    return s.shift(agent, day, 15)


PINS_IN_CONFLICT = [  # pins, and what the page says of them
    ((evening(), s.shift("A1", 1, 7)), ("休息", "客服001（A1）", "12月1日周二 07:00")),
    ((s.shift("A2", 1),), ("请假", "客服002（A2）", "12月1日周二 09:00")),  # on leave that day
    ((s.shift("A1", 2, post="aftersales"),), ("资质", "客服001（A1）", "12月2日周三 09:00")),
    ((evening("A4"), s.shift("A4", 0, 9)), ("同一天", "客服004（A4）", "11月30日周一")),
    (tuple(s.shift("A3", day, post="aftersales") for day in range(6)), ("周工时", "客服003（A3）")),
    ((s.shift("A1", 3, 9.25),), ("起始", "客服001（A1）", "12月3日周四 09:15")),
]


@pytest.mark.parametrize(("pins", "said"), PINS_IN_CONFLICT)
def test_pins_in_conflict_are_named_with_person_and_moment(told, draft, pins, said):
    asked = replace(problem(at_desk(draft), s.LABEL), pins=pins)
    reasons = conflicts(asked)
    assert reasons
    result = SolveResult(SolveStatus.INFEASIBLE, None, None, 0.0, 0.1, reasons=reasons)
    shown = told(job(JobState.DONE, answer=SolveAnswer(result, "key", pins)))
    assert not [part for part in said if part not in shown]
    assert "\\" not in shown  # text is made plain once


def test_a_post_that_cannot_be_held_is_named_with_its_moment(told):
    reasons = (("cover_impossible", ("aftersales", "2026-12-01T09:00")),)
    result = SolveResult(SolveStatus.RELAXED, s.roster(), 100.0, 0.0, 5.0, reasons=reasons)
    shown = told(job(JobState.DONE, answer=SolveAnswer(result, "key", ())))
    assert "售后" in shown
    assert "12月1日周二 09:00" in shown


def test_answer_older_than_the_draft_says_who_changed_it_before_it_is_taken(told, app, monkeypatch):
    details = {"at": "2026-11-23 09:00", "action": "roster_changed", "version": 31}
    fault = Fault("answer_outdated", value="王经理", details=details)
    monkeypatch.setattr("ui.parts.solving.answer_outdated", lambda *_args: fault)
    asked = []
    monkeypatch.setattr("ui.parts.solving.accept_answer", lambda *_args, over: asked.append(over))
    shown = told(job(JobState.DONE, answer=answer(SolveStatus.FEASIBLE, s.roster(), 100.0)))
    assert "王经理 已于 2026-11-23 09:00" in shown
    assert button(app, "solve.accept").label == "仍然采用为最新草稿"
    button(app, "solve.accept").click().run()
    assert asked == [31]
