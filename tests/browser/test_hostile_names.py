"""Names, notes and file names that are markup stay text on every page, and nothing is fetched."""

import dataclasses
import datetime as dt
import re
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import numpy as np
import pytest

from kpi.registers.complaints import Channel, Complaint
from scheduler.agent import Absence, Certificate
from scheduler.changes import Changes
from scheduler.demand import Forecast, Requirement
from scheduler.post import Post, StaffingInputs
from scheduler.roster import Roster
from service.month import kpi_plans, months
from service.records import complaints
from service.roster import intake, publishing
from service.trial import scenarios
from store.scenarios import ScenarioInputs
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.month import test_months as month
from ui import menu

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]

TOKENS = {
    "boldEVIL": "**boldEVIL**",
    "mathEVIL": "$mathEVIL^2$",
    "codeEVIL": "`codeEVIL`",
    "linkEVIL": "[linkEVIL](",
    "imageEVIL": "![imageEVIL](",
    "tagEVIL": "<b>tagEVIL</b>",
    "redEVIL": ":red[redEVIL]",
}
NAMED = {"week", "versions", "requests", "scorecard", "month", "payout", "whatif"}
OTHERS = ":material/delete: :smile: &amp; <- \u202eabc\u202c"


@pytest.fixture(scope="module")
def listener():
    """Return the address of a server that nobody may ask, and what it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


def hostile(where, address):
    return (
        f"![imageEVIL]({address}/{where}.png) [linkEVIL]({address}) <b>tagEVIL</b>"
        f"<img src='{address}/{where}'> **boldEVIL** $mathEVIL^2$ `codeEVIL` :red[redEVIL] {OTHERS}"
    )


@pytest.fixture(scope="module")
def shop(shelf, listener, tmp_path_factory):
    """Return the id of a shop in which everything that has a name has a bad one."""
    address, _ = listener
    desk = at_desk(shelf, "hostile", by=hostile("by", address), now=s.NOW)

    def named(where):
        return hostile(where, address)

    people = tuple(
        dataclasses.replace(agent, name=named(agent.id), team=named("team")) for agent in s.AGENTS
    )
    first = s.week(month.FIRST, agents=people, absences=(), wishes=())
    intake.keep_week(desk, first, shop_name=named("shop"))
    month.fill(shelf, tmp_path_factory.mktemp("hostile"), shop="hostile", with_scheme=False)
    plan = month.scheme()
    titles = {"title_zh": named("title"), "title_en": named("title")}
    grades = tuple(dataclasses.replace(grade, **titles) for grade in plan.grades)
    scheme = dataclasses.replace(plan, grades=grades, **titles)
    kpi_plans.save_scheme(desk, scheme)
    months.score(desk, month.NOVEMBER)
    received = s.CLOCK.at(dt.date(2026, 11, 3), 540)
    told = Complaint("T1", "presales", "A1", "A2", Channel.CHAT, named("what"), received)
    complaints.enter_complaint(desk, told)
    _week(desk, people, named)
    return "hostile"


def _week(desk, people, named):
    """Keep a week with a post, an absence, versions and a scenario of bad names."""
    posts = (named("post"), "aftersales")
    old = s.week()
    held = {"presales": posts[0], "aftersales": posts[1]}
    people = tuple(
        dataclasses.replace(
            agent, certificates=tuple(Certificate(held[c.post]) for c in agent.certificates)
        )
        for agent in people
    )
    week = s.week(
        agents=people,
        posts=tuple(Post(post, StaffingInputs(), min_agents=1) for post in posts),
        requirement=Requirement(old.horizon, posts, np.array(old.requirement.agents)),
        forecast=Forecast(old.horizon, posts, np.array(old.forecast.mean)),
        absences=(Absence("A2", s.at(1, 0), s.at(2, 0), named("kind")),),
        wishes=(),
    )
    intake.keep_week(desk, week)
    shifts = Roster((s.shift("A1", post=posts[0]), s.shift("A3", post="presales")))
    for _ in range(2):
        publishing.keep_roster(desk, s.LABEL, shifts)
    publishing.publish(desk, s.LABEL, reason=named("reason"))
    publishing.keep_roster(desk, s.LABEL, shifts)
    inputs = ScenarioInputs(s.LABEL, Changes())
    scenarios.save_scenario(desk, named("scenario"), inputs)


def strays(text):
    """Return the tokens that stand in a text without the signs around them."""
    seen = text.replace("\u2060", "")
    return {token for token, whole in TOKENS.items() if seen.count(token) != seen.count(whole)}


@pytest.mark.parametrize("role", menu.roles())
def test_markup_in_names_is_text(screen, shop, listener, role):
    address, asked = listener
    told = []
    screen.page.on("console", lambda message: told.append(message.text))
    for page in [entry.name for entry in menu.of(role)]:
        _read(screen, shop, role, page)
        drawn = screen.page.locator(f"a[href*='{address}'], img[src*='{address}']")
        assert drawn.count() == 0, page
        assert not strays(screen.text), page
        assert asked == [], page
        assert [url for url in screen.outside if address in url] == [], page
        assert not [each for each in told if "Content Security Policy" in each], page
        if page in NAMED:
            assert re.search("EVIL", screen.page.content()), page


def _read(screen, shop, role, page):
    """Open a page, and all that is folded or lies behind a tab."""
    week = "2026-W45" if page == "projection" else s.LABEL
    look = {"role": role.value, "month": "2026-11", "week": week, "me": "A1", "agent": "A1"}
    screen.open(page, shop=shop, lang="en", **look)
    _unfold(screen)
    for tab in screen.page.get_by_role("tab").all():
        tab.click()
        assert not strays(screen.settle().text), page
        _unfold(screen)
        assert not strays(screen.settle().text), page


def _unfold(screen):
    """Open what is folded where it can be seen: what lies behind a tab once that is chosen."""
    folded = "[data-testid=stExpander] details:not([open]) > summary:visible"
    for part in screen.page.query_selector_all(folded)[:6]:
        part.click()


def test_a_file_name_is_text(screen, shop, listener, tmp_path):
    address, asked = listener
    name = "![imageEVIL](x) **boldEVIL** `codeEVIL` :red[redEVIL].csv"
    path = tmp_path / name
    path.write_text("agent,shift\n**boldEVIL**,1\n", "utf-8")
    screen.open("weeks", shop=shop, lang="en", week=s.LABEL)
    screen.page.locator("input[type=file]").nth(1).set_input_files(path)
    screen.settle().press("Import as a draft")
    assert "boldEVIL" in screen.text
    assert not strays(screen.text)
    assert asked == []
    del address
