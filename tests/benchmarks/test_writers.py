import os

import pytest

from benchmarks.writers import Told, lost, new_shop, run
from store.address import url_of

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="writers are forked")


@pytest.fixture
def url(tmp_path):
    there = url_of(str(tmp_path / "paiban.db"))
    new_shop(there)
    return there


def test_nothing_is_lost_where_several_write_one_roster_and_the_refused_are_told(url):
    told = run(url, writers=3, seconds=2.0, seed=1)
    assert (told.hung, lost(url, told)) == (0, 0)
    assert told.kept
    assert "" not in told.refused


def test_an_acknowledged_move_that_the_roster_does_not_show_is_found(url):
    assert lost(url, Told(kept=[("A1", 0, 30)])) == 2
