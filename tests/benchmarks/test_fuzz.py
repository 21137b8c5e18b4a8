"""Half a minute of the fuzzer: damaged files and strange words at every command that is quick."""

import pytest

from benchmarks.fuzz.commands import (
    MONTH,
    SLOW,
    UNTRIED,
    USUAL,
    VOLUMES,
    every_command,
    options_of,
)
from benchmarks.fuzz.corpus import make_corpus
from benchmarks.fuzz.tries import good_tries, one_try

SEED = 20261130
INPUTS = 240
LACKING = (  # what the small shop has not got, so that the command says so
    f"forecast {VOLUMES} --backtest",
    f"kpi pay {MONTH} --pay-plan pay_plan.csv --overtime",  # a minimum wage
    "kpi score --month 2026-10 --db",  # a scheme in force
    "kpi pay --month 2026-10 --db",
    "kpi count messages",
    "kpi convert export.csv --map agent_id=客服,date=日期,consulted=咨询人数 --db",  # a post
    "kpi import audits",  # whole audits
    "kpi slips",  # a month that was scored
    "kpi payroll",
    "vendors contract contract",  # a vendor's team
    *("vendors settle", "vendors show", "vendors sign", "vendors object"),
    "after",  # a published week
    "audit explain",  # a change past the program
    "kpi trial",
    *("admin lock", "admin unlock", "admin reset", "admin revoke"),  # an account, a visit
    "kpi withdraw",  # files that came one by one
    "kpi decide",  # a request
    "import agreed",  # a table of codes
    "export month",  # a locked month
    *("admin link", "admin unlink", "admin arrivals", "admin providers"),
    *("shop company", "shop share", "shop part"),
    "import month",
)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        folder = tmp_path_factory.mktemp("corpus")
        make_corpus(folder)
        yield folder


def test_every_command_is_tried():
    tried = {tuple(text.split()) for text in USUAL}
    missing = [
        path
        for path in every_command()
        if path[-1] not in UNTRIED and not any(text[: len(path)] == path for text in tried)
    ]
    assert missing == []


def test_every_command_has_options_to_spoil():
    assert "--volumes" in options_of(["plan"])
    assert "--month" in options_of(["kpi", "pay", "x"])


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # a warning is no traceback
@pytest.mark.parametrize("part", range(4))
def test_no_input_brings_a_traceback_or_half_an_import(corpus, tmp_path, part):
    for number in range(part, INPUTS, 4):
        found = one_try(corpus, tmp_path / "try", SEED, number, slow=False)
        assert found.fault == "", f"--seed {SEED} --only {number}: {found}"


@pytest.mark.filterwarnings("default")
def test_good_inputs_are_taken(corpus, tmp_path):
    quick = {text for text in USUAL if text.split()[0] not in SLOW}
    endings = good_tries(corpus, tmp_path / "try", sorted(quick))
    assert set(endings.values()) <= {0, 1, 2}
    refused = [text for text, code in endings.items() if code == 2]
    assert [text for text in refused if not text.startswith(LACKING)] == []
