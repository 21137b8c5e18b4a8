from dataclasses import replace

import pytest

from scheduler.errors import InputError
from scheduler.parts.dealing import parts_of, require_parts
from tests.builders import agent, post, problem


def shop(people):
    """Return a shop of people given as (team, posts)."""
    names = sorted({name for _, posts in people for name in posts})
    agents = [
        replace(agent(f"A{number}", posts), team=team)
        for number, (team, posts) in enumerate(people)
    ]
    return problem(agents=agents, posts=[post(name) for name in names])


def test_teams_stay_together_and_everybody_is_in_one_part():
    asked = shop([(f"T{number // 3}", ("presales",)) for number in range(24)])
    found = parts_of(asked, 4)
    assert sorted(number for part in found for number in part) == list(range(24))
    assert [len(part) for part in found] == [6, 6, 6, 6]
    for part in found:
        assert len({number // 3 for number in part}) == 2


def test_posts_that_share_nobody_are_parts_of_their_own():
    posts = [("a",), ("b",), ("a", "b"), ("c",), ("d",), ("c", "d")] * 2
    found = parts_of(shop([("", each) for each in posts]), 2)
    assert [{number % 6 for number in part} for part in found] == [{0, 1, 2}, {3, 4, 5}]


def test_a_team_larger_than_a_part_is_dealt_by_the_people_in_it():
    asked = shop([("", ("a",) if number < 8 else ("a", "b")) for number in range(16)])
    found = parts_of(asked, 4)
    assert [len(part) for part in found] == [4] * 4
    assert [sum(number < 8 for number in part) for part in found] == [2] * 4


@pytest.mark.parametrize("parts", [0, 1, 4])
def test_too_many_parts_for_the_people_are_refused(parts):
    asked = shop([("", ("a",))] * 15)
    require_parts(asked, 3)
    with pytest.raises(InputError) as told:
        require_parts(asked, parts)
    fault = told.value.faults[0]
    assert (fault.code, fault.value) == ("parts_of_people", str(parts))
