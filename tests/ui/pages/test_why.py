from contextlib import closing

from scheduler.post import Post, StaffingInputs
from service import job_run
from service.asked_jobs import JobKind, latest_asked
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster
from service.roster.unsolvable import seen_by
from store.held import HeldDatabase
from store.kept_job import Taking
from store.workers import KeptWorker
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, script, seen

WHO = {"by": "王经理", "now": s.NOW}
FOUR = tuple(Post(name, StaffingInputs(), min_agents=4 * (name == "presales")) for name in s.POSTS)


def test_the_week_page_says_what_contradicts_what_and_what_it_takes(app, database):
    desk = at_desk(database, **WHO)
    keep_week(desk, s.week(posts=FOUR))
    keep_roster(desk, s.LABEL, s.roster())
    opened(app)
    assert "互相矛盾" not in seen(app)
    button(app, "why.open").click().run(timeout=300)
    shown = seen(app)
    assert "至少 4 人" in shown
    assert "只有 3 人能上售前" in shown
    assert "不要求售前的最少人数" in shown
    assert not app.exception
    button(app, "why.close").click().run()
    assert "互相矛盾" not in seen(app)


def test_a_worker_looks_and_its_answer_is_there_for_whoever_comes_back(app, database, monkeypatch):
    monkeypatch.setattr("ui.link.now", lambda: s.NOW)
    desk = at_desk(database, **WHO)
    keep_week(desk, s.week(posts=FOUR))
    keep_roster(desk, s.LABEL, s.roster())
    with database.write() as unit:
        unit.workers.beat(KeptWorker("w", None, 1, s.NOW))
    opened(app)
    button(app, "why.open").click().run()
    assert "可以离开本页" in seen(app)
    with database.write() as unit:
        lease = unit.jobs.claim(Taking("w"), s.NOW)
    with closing(HeldDatabase(database.url, lease)) as held:
        assert job_run.run(held, lambda _heart: None) == 0
    opened(app)
    assert "只有 3 人能上售前" in seen(app)
    assert "不要求售前的最少人数" in seen(app)
    why = latest_asked(desk, JobKind.WHY, s.LABEL).answer.why
    assert seen_by(desk, why) == why
    button(app, "why.close").click().run()
    button(app, "why.open").click().run()  # kept: nothing is looked for again
    assert "只有 3 人能上售前" in seen(app)
    button(app, "why.one_more").click().run(timeout=120)
    assert "staff.keep" in [part.key for part in app.button]  # what one more agent brings is there
    keep_week(desk, s.week())
    app.switch_page(script("week")).run(timeout=120)
    assert "只有 3 人能上售前" not in seen(app)


def test_a_roster_that_keeps_every_rule_asks_no_why(app, draft):  # noqa: ARG001
    opened(app)
    assert "why.open" not in [part.key for part in app.button]
