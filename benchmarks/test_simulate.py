import pytest

from benchmarks.simulation import CHAT, ERLANG_A, MM3, own, prepared, with_ciw, with_simpy
from scheduler.simulate.kernel import play


def test_event_loop(benchmark):
    """10 agents with 3 slots each, customers with patience; the loop alone, nothing drawn."""
    chats = 100_000
    play(*_flat(prepared(CHAT, 100)))  # compile

    def fresh():
        desk, changes = prepared(CHAT, chats)
        return (desk, *changes), {}

    benchmark.pedantic(play, setup=fresh, rounds=5)
    if benchmark.stats:
        benchmark.extra_info["chats_per_second"] = chats / benchmark.stats.stats.median


def _flat(pair):
    return (pair[0], *pair[1])


@pytest.mark.parametrize("case", [MM3, ERLANG_A], ids=lambda case: case.name)
@pytest.mark.parametrize(
    ("engine", "customers"), [(own, 200_000), (with_ciw, 20_000), (with_simpy, 20_000)]
)
def test_engines_side_by_side(benchmark, case, engine, customers):
    run = benchmark.pedantic(engine, (case, customers), rounds=1)
    benchmark.extra_info["customers_per_second"] = run.per_second
    assert run.wait_min == pytest.approx(case.wait_min, rel=0.35)
    assert run.left == pytest.approx(case.left, abs=0.02)
