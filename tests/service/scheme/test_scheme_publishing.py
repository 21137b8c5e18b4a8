import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from kpi.facts.facts import merge
from kpi.month import Month
from scheduler.errors import InputError
from service.month import kpi_intake, kpi_plans, months
from service.scheme import scheme_publishing
from service.scheme.scheme_editing import effect
from service.scheme.scheme_publishing import SchemeRead
from store.files.kpi_facts import write_facts
from store.files.kpi_scheme import scheme_text
from tests.desks import at_desk
from tests.kpi.making import bands, facts, line, scheme
from tests.service import small_shop as s

NOVEMBER = Month(2026, 11)
WHO = {"by": "人事", "now": s.NOW}
STEPS = bands(*((n / 100, None if n == 100 else (n + 1) / 100, n) for n in range(101)))
TWO = scheme(line("reply_rate", 60, bands=STEPS), line("satisfaction", 40, bands=STEPS))


@pytest.fixture
def database(tmp_path):
    yield from s.kept(tmp_path, s.with_week(**WHO))


def test_a_text_is_a_scheme_or_says_all_that_is_wrong():
    bad = scheme_text(TWO).replace("weight = 60", "weight = 50")
    found = scheme_publishing.validate_text(bad, "mine.toml")
    assert (found.scheme, [fault.code for fault in found.faults]) == (None, ["weights_not_100"])
    good = scheme_publishing.validate_text(scheme_text(TWO), "mine.toml")
    assert good.scheme == TWO
    assert [fault.code for fault in good.warnings] == ["few_cases"]


def test_a_scheme_is_published_before_it_takes_effect(database):
    publish = scheme_publishing.publish_scheme
    first = publish(at_desk(database, **WHO), TWO, valid_from=dt.date(2026, 12, 1))
    second = publish(at_desk(database, **WHO), TWO, valid_from=dt.date(2027, 1, 1))
    assert (first.version, second.version) == (1, 2)
    with pytest.raises(InputError, match="scheme_backwards"):
        publish(at_desk(database, **WHO), TWO, valid_from=dt.date(2026, 11, 23))  # today
    assert len(kpi_plans.schemes(at_desk(database))) == 2
    other = scheme(id="other")
    with pytest.raises(InputError, match="scheme_date_taken"):
        publish(at_desk(database, **WHO), other, valid_from=dt.date(2027, 1, 1))


def test_agents_confirm_that_they_have_read_it(database):
    day = dt.date(2026, 12, 1)
    kept = scheme_publishing.publish_scheme(at_desk(database, **WHO), TWO, valid_from=day)
    read = SchemeRead(kept.id, kept.version, "A1")
    for _ in range(2):
        scheme_publishing.confirm_read(at_desk(database, by="A1", now=s.NOW), read)
    with at_desk(database).read() as unit:
        (entry,) = unit.register.all("main", SchemeRead)
    assert entry.value == read
    with pytest.raises(InputError, match="unknown_scheme"):
        scheme_publishing.confirm_read(
            at_desk(database, by="A1", now=s.NOW), SchemeRead("S", 9, "A1")
        )


def test_its_effect_shows_what_other_weights_would_have_made_of_a_month(database, tmp_path):
    kpi_plans.save_scheme(at_desk(database, **WHO), TWO)
    rows = [
        facts(agent="A1", replied=100, received=100, satisfied=50, rated=100),
        facts(agent="A2", replied=80, received=100, satisfied=80, rated=100),
    ]
    write_facts(merge(rows), tmp_path / "facts.csv")
    kpi_intake.import_facts(at_desk(database, **WHO), tmp_path / "facts.csv")
    run = months.score(at_desk(database, **WHO), NOVEMBER, pay=False)
    weights = {"reply_rate": Decimal(20), "satisfaction": Decimal(80)}
    lines = tuple(replace(line, weight=weights[line.indicator]) for line in TWO.lines)
    other = replace(TWO, lines=lines)
    found = effect(run, other).changes
    assert [(one.agent_id, one.before, one.after) for one in found] == [
        ("A1", 80, 60),  # 60 + 20 -> 20 + 40
        ("A2", 80, 80),
    ]
    assert months.month_run(at_desk(database), NOVEMBER).scores == run.scores
