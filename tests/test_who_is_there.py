"""
Whatever counts people asks who is there: with somebody away, every place says what it says of the
roster without these hours. A place that counts the absent as at work turns this red.
"""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest

from scheduler.agent import Absence
from scheduler.correction import hour_levels
from scheduler.demand import Forecast
from scheduler.explain import explain, short_stretches
from scheduler.open_stretch import OpenStretch, open_stretches
from scheduler.shift import Span
from scheduler.simulate.params import SimulationParams
from scheduler.simulate.run import simulate
from scheduler.verify.checker import COVER, verify, verify_present
from scheduler.verify.cost import cost_of_present
from scheduler.verify.cover import people_at_work
from service.roster import export
from service.roster.coverage import coverage, open_gaps, people_short
from service.roster.export_marks import HandedOut
from service.roster.open_intervals import open_points
from service.roster.report import verdict_report
from service.trial.simulation import played_key, roster_key
from tests.builders import agent, at, post, problem, requirement, roster, rules, shift
from ui.charts.coverage import coverage_charts
from ui.charts.grid import markup
from ui.charts.grid_seen import Grid

CREW = [agent("A1", ["presales", "aftersales"]), agent("A2"), agent("A3")]
CLOCKED = SimulationParams(replications=2, seed=4)
MONDAY = shift("A1", 0, "08:00")
LATE = shift("A2", 0, "13:00")
NIGHT = shift("A3", 0, "22:00")
PAST = shift("A3", -1, "22:00")
GIVEN = roster(MONDAY, LATE, NIGHT, shift("A1", 2, "08:00"))


def question(absences=(), called_away=()):
    asked = problem(
        agents=CREW,
        posts=[post(), post("aftersales")],
        ruleset=rules(min_agents=1),
        need=requirement(1.0, posts=("presales", "aftersales")),
        absences=absences,
        history=[PAST],
    )
    return replace(asked, called_away=tuple(called_away))


def forecast(asked):
    mean = np.full((2, asked.horizon.intervals), 2.0)
    return Forecast(asked.horizon, ("presales", "aftersales"), mean)


def played(asked, given):
    found = simulate(asked, given, forecast(asked), CLOCKED)
    return found.by_post.service_level.mean.tolist()


def levels(asked, given):
    found = simulate(asked, given, forecast(asked), CLOCKED)
    return hour_levels(asked, given, found, asked.requirement).is_met.tolist()


def charted(asked, given):
    charts = coverage_charts(coverage(asked, given), "en")
    return [sorted(map(str, chart.to_dict()["datasets"].values())) for chart in charts]


def counted_in_the_table(asked, given):
    grid = Grid(asked, given, (), frozenset(), frozenset(), "en")
    return markup(grid, asked.agents).split("<tfoot>")[1]


def hours_in_the_table(asked, given):
    grid = Grid(asked, given, (), frozenset(), frozenset(), "en")
    return [part.split("<")[0] for part in markup(grid, asked.agents).split('class="sum">')[1:]]


def reported(asked, given):
    report = verdict_report(asked, given, verify(asked, given))
    stretches = [{**each, "nearest": ()} for each in report["open_intervals"]]
    return report["shortage_agent_hours"], report["surplus_agent_hours"], stretches


def explained(asked, given):
    """Return where everybody stands but the ones away, and the prices of the ways out."""
    nine = OpenStretch("presales", at(0, "09:00"), at(0, "09:30"), 1)
    found = explain(asked, given, nine)
    ways = [(way.helper.shift, round(way.cost_change, 6)) for way in found.ways]
    return found.at_work, found.minimum, ways


def still_open(asked, given):
    verdict = verify_present(asked, given)
    covers = {rule.__name__ for rule in COVER}
    return [each for each in verdict.violations if each.rule in covers]


PLACES = {
    "people at work": lambda *both: people_at_work(*both).tolist(),
    "coverage": lambda *both: coverage(*both).at_work.tolist(),
    "shortage": lambda *both: coverage(*both).short_hours,
    "short by hour": people_short,
    "gaps": lambda *both: open_gaps(coverage(*both)),
    "stretches below the minimum": open_stretches,
    "worst stretches": short_stretches,
    "open points": lambda *both: [point.stretch for point in open_points(*both)],
    "price of what people live": lambda *both: replace(cost_of_present(*both), wishes=0),
    "posts left open": still_open,
    "report": reported,
    "explanation": explained,
    "simulation": played,
    "hours whose need is met": levels,
    "coverage chart": charted,
    "counts under the table": counted_in_the_table,
}

AWAY = {  # who is away when, and the roster that is left
    "all day": ([Absence("A1", at(0), at(1))], lambda: cut(MONDAY, None)),
    "part of a day": (
        [Absence("A1", at(0, "08:00"), at(0, "11:00"))],
        lambda: cut(MONDAY, ("08:00", "11:00")),
    ),
    "twice a day": (
        [
            Absence("A1", at(0, "08:30"), at(0, "09:30")),
            Absence("A1", at(0, "14:00"), at(0, "15:00")),
        ],
        lambda: cut(MONDAY, ("08:30", "09:30"), ("14:00", "15:00")),
    ),
    "over midnight": (
        [Absence("A3", at(0, "23:00"), at(1, "07:00"))],
        lambda: cut(NIGHT, ("23:00", "31:00")),
    ),
}  # fmt: skip - a row each


def cut(one, *spans):
    rest = [each for each in GIVEN.shifts if each != one]
    if spans == (None,):
        return roster(*rest)
    begun = [
        Span(*(at(0) + int(clock[:2]) * 60 + int(clock[3:]) for clock in span)) for span in spans
    ]
    return roster(*rest, replace(one, breaks=tuple(begun)))


@pytest.mark.parametrize("kind", ["absence", "secondment"])
@pytest.mark.parametrize("case", AWAY)
@pytest.mark.parametrize("place", PLACES)
def test_nobody_counts_while_away(place, case, kind):
    absences, left = AWAY[case]
    asked = question(absences) if kind == "absence" else question(called_away=absences)
    ask = PLACES[place]
    assert ask(asked, GIVEN) == ask(asked, left())


@pytest.mark.parametrize("case", AWAY)
def test_the_formats_own_cost_and_counts_stay_as_the_referee_has_them(case):
    absences, _ = AWAY[case]
    with_them, without = verify(question(absences), GIVEN), verify(question(), GIVEN)
    assert with_them.cost == without.cost
    assert with_them.by_rule == without.by_rule | {"absence": len(absences)}


def test_a_simulation_is_of_another_roster_once_somebody_is_away():
    before = played_key(question(), GIVEN)
    assert before == roster_key(GIVEN)
    for absences, left in AWAY.values():
        assert played_key(question(absences), GIVEN) == roster_key(left()) != before


def test_a_night_of_the_past_counts_less_the_absence_that_reaches_into_it():
    asked = question([Absence("A3", at(0), at(0, "05:00"))])
    assert people_at_work(asked, roster())[0, 8:14].tolist() == [0, 0, 1, 1, 1, 1]  # 04:00-07:00


def test_the_table_adds_up_the_hours_in_which_people_are_there():
    assert hours_in_the_table(question(), GIVEN)[1:4] == ["16.0", "8.0", "8.0"]
    asked = question([Absence("A1", at(0, "11:00"), at(0, "15:00"))])  # an hour of it is a meal
    assert hours_in_the_table(asked, GIVEN)[1:4] == ["13.0", "8.0", "8.0"]


def test_exports_say_who_is_away_and_count_the_hours_there():
    asked = question([Absence("A1", at(0, "15:00"), at(0, "17:00"))])
    told = HandedOut(asked, GIVEN.shifts, verify_present(asked, GIVEN))
    rows = list(csv.DictReader(io.StringIO(export.roster_csv(told, _words()).decode("utf-8-sig"))))
    assert [(row["hours"], row["state"]) for row in rows[:2]] == [
        ("6.0", "broken, away 15:00-17:00"),
        ("8.0", ""),
    ]


def _words():
    texts = ("title", "status", "roster", "shifts", "violations", "agent_id", "name", "team")
    texts += (
        "hours",
        "post",
        "date",
        "start",
        "end",
        "meal",
        "breaks",
        "state",
        "pinned",
        "locked",
        "broken",
    )
    named = {name: name for name in texts}
    named |= dict.fromkeys(("gap", "date_form", "off", "leave", "count", "other"), "")
    named |= {name: {} for name in ("posts", "types", "absences", "notes")}
    return export.ExportWords(**named, absent="away", reason="", days=(), breaches=())
