"""The demo shop is what its README says: made by its generator, whole, and without a breach."""

import datetime as dt
import gzip
from functools import cache
from pathlib import Path

import numpy as np
import pytest

import data
from data.demo.generator import __main__ as generator
from data.demo.generator import other_months, shop
from data.demo.generator.outcomes import hands
from kpi.month import Month
from scheduler.dispatch import InterruptionKind
from scheduler.verify.checker import verify
from store.files.chat_log import read_chat_log
from store.files.kpi_facts import read_facts
from store.files.kpi_tables import ATTENDANCE, EXCEPTIONS
from store.files.training_file import CERTIFICATES
from store.files.week import read_roster, read_week

DEMO = Path(data.__path__[0]) / "demo"
WEEKS = sorted(path.name for path in (DEMO / "published").iterdir())
STREAMS = generator.Streams(generator.SEED)


@cache
def coming():
    return read_week(DEMO / "next_week")


@cache
def published(label):
    """Return the question and the roster of a week before; each file is read once."""
    problem = read_week(DEMO / "published" / label).problem()
    return problem, read_roster(DEMO / "published" / label / "roster.csv", problem)


@pytest.fixture
def next_week():
    return coming()


def names():
    return {agent.id: agent.name for agent in coming().agents}


def test_sixty_agents_on_three_posts(next_week):
    assert [agent.name for agent in next_week.agents] == [f"客服{n:03d}" for n in range(1, 61)]
    assert [post.id for post in next_week.posts] == ["presales", "insales", "aftersales"]


def test_the_week_after_today_is_next(next_week):
    assert next_week.horizon.start == shop.NEXT_WEEK == shop.TODAY + dt.timedelta(days=3)


def test_volumes_are_those_the_generator_draws(next_week):
    drawn = generator._volumes(STREAMS)
    np.testing.assert_array_equal(next_week.volumes.start_min, drawn.start_min)
    np.testing.assert_array_equal(next_week.volumes.counts, drawn.counts)
    assert len(drawn.start_min) == 20 * 7 * 48


def test_people_are_those_the_generator_draws(next_week):
    assert next_week.agents == shop.agents(STREAMS(2))


def test_another_seed_draws_other_volumes():
    other = generator._volumes(generator.Streams(1))
    assert not np.array_equal(other.counts, generator._volumes(STREAMS).counts)


@pytest.mark.parametrize("label", WEEKS)
def test_published_roster_breaks_no_rule(label):
    problem, roster = published(label)
    assert problem.horizon.iso_week == label
    assert verify(problem, roster).violations == ()


def test_next_week_looks_back_on_the_last_published_ones(next_week):
    worked = set()
    for label in WEEKS[-generator.WEEKS_BACK :]:
        worked |= set(published(label)[1].shifts)
    assert set(next_week.history) == worked


@pytest.mark.parametrize("label", WEEKS)
def test_nobody_changes_the_time_of_a_week(label):
    problem, roster = published(label)
    starts = {}
    for shift in roster.shifts:
        starts.setdefault(shift.agent_id, set()).add(
            problem.horizon.clock.clock_of(shift.start_min)
        )
    assert {len(clocks) for clocks in starts.values()} == {1}
    assert len(problem.rules.types) <= 5


def test_two_secondments_and_a_disruption_all_approved_in_time():
    rows = EXCEPTIONS.read(DEMO / "month" / "exceptions.csv", shop.CLOCK, agents=names())
    kinds = sorted(row.kind for row in rows)
    assert kinds == [InterruptionKind.DISRUPTION, *[InterruptionKind.SECONDMENT] * 2]
    assert all(row.counts(shop.CLOCK) for row in rows)


def test_some_shifts_begin_late():
    rows = ATTENDANCE.read(DEMO / "month" / "attendance.csv", shop.CLOCK, agents=names())
    off_grid = sum(shop.CLOCK.clock_of(row.start_min) % 30 != 0 for row in rows)
    assert 0.02 < off_grid / len(rows) < 0.1


def test_chats_of_the_paid_month_are_as_many_as_its_volumes(next_week):
    records = read_chat_log(DEMO / "month" / "chats.csv.gz", shop.CLOCK).records
    month = Month.of(shop.PAID_MONTH)
    first, last = shop.CLOCK.at(month.first), shop.CLOCK.at(month.last, 24 * 60)
    inside = (next_week.volumes.start_min >= first) & (next_week.volumes.start_min < last)
    came = (records.arrived_s >= first * 60) & (records.arrived_s < last * 60)
    assert int(came.sum()) == int(next_week.volumes.counts[:, inside].sum())


def test_registers_are_those_the_generator_writes(tmp_path):
    (tmp_path / "month").mkdir()
    (tmp_path / "month" / "chats.csv.gz").symlink_to(DEMO / "month" / "chats.csv.gz")
    generator._service(STREAMS, tmp_path)
    names = sorted(path.name for path in (DEMO / "service").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "service").iterdir())
    for name in names:
        made, shipped = tmp_path / "service" / name, DEMO / "service" / name
        assert read_bytes(made) == read_bytes(shipped), name


def test_september_is_what_the_generator_writes(tmp_path):
    for folder in ("month", "published"):
        (tmp_path / folder).symlink_to(DEMO / folder)
    hand = hands(len(shop.agents(STREAMS(2))), STREAMS(6))
    other_months.write_before(STREAMS, tmp_path, hand)
    for path in sorted((DEMO / "months" / "2026-09").iterdir()):
        assert read_bytes(tmp_path / "months" / "2026-09" / path.name) == read_bytes(path), path


def test_november_counts_as_many_chats_as_its_volumes_until_the_day_before_today(next_week):
    facts = read_facts(DEMO / "months" / "2026-11" / "facts.csv")
    first, after = shop.CLOCK.at(other_months.FIRST_RUNNING), shop.CLOCK.at(shop.TODAY)
    starts = next_week.volumes.start_min
    inside = (starts >= first) & (starts < after)
    came = next_week.volumes.counts[:, inside].sum()
    assert facts.date.max().astype(object) == shop.TODAY - dt.timedelta(days=1)
    assert np.nansum(facts["consulted"]) == came


def read_bytes(path):
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def test_certificates_hold_through_all_that_is_rostered():
    held = CERTIFICATES.read(DEMO / "service" / "certificates.csv", shop.CLOCK, agents=names())
    first, last = shop.ROSTER_WEEKS[0], shop.NEXT_WEEK + dt.timedelta(days=6)
    late = {one.agent_id for one in held if not one.certificate.valid_on(first)}
    assert late == {"K017"}  # hired in October
    assert all(one.certificate.valid_on(last) for one in held)
