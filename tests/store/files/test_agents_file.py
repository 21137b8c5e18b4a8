import pytest

from scheduler.errors import InputError
from store.files.agents_file import read_agents, write_agents
from tests.builders import agent

POSTS = frozenset({"presales", "aftersales"})


@pytest.mark.parametrize("name", ["agents.csv", "agents.xlsx"])
def test_a_staff_list_is_read_back_as_it_was_written(tmp_path, name):
    staff = (agent("A1", posts=("presales",)), agent("A2", posts=("presales", "aftersales")))
    write_agents(staff, tmp_path / name)
    assert read_agents(tmp_path / name, POSTS) == staff


def test_a_post_that_does_not_exist_is_named_in_its_line(tmp_path):
    write_agents((agent("A1", posts=("presales",)),), tmp_path / "staff.csv")
    with pytest.raises(InputError) as refused:
        read_agents(tmp_path / "staff.csv", frozenset({"aftersales"}))
    (fault,) = refused.value.faults
    assert (fault.code, fault.file, fault.line) == ("unknown_post", "staff.csv", 2)
