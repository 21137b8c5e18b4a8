from scheduler.unsolvable.causes import CauseKind
from scheduler.unsolvable.smallest import smallest_conflict
from scheduler.unsolvable.ways_out import WayKind, ways_out
from scheduler.verify.checker import verify
from tests.builders import agent, post
from tests.scheduler.unsolvable.test_smallest import AWAY, POSTS, fixed, week


def ways(asked):
    return list(ways_out(asked, smallest_conflict(asked)))


def kinds(found):
    return {(way.kind, way.causes[0].kind) for way in found}


def test_each_way_has_a_roster_that_breaks_only_what_it_sets_aside():
    found = ways(week(absences=AWAY))
    assert kinds(found) == {
        (WayKind.SET_ASIDE, CauseKind.MINIMUM),
        (WayKind.SET_ASIDE, CauseKind.ABSENCE),
        (WayKind.TRAIN, CauseKind.CERTIFICATES),
        (WayKind.HIRE, CauseKind.CERTIFICATES),
    }
    for way in found:
        rules = {one.rule for one in verify(way.problem, way.roster).violations}
        allowed = {CauseKind.MINIMUM: {"sealed"}, CauseKind.ABSENCE: {"absence"}}
        assert rules <= allowed.get(way.causes[0].kind, set())


def test_who_comes_for_another_is_named():
    found = ways(week(absences=AWAY))
    people = {way.kind: way.people for way in found}
    assert people[WayKind.TRAIN] == ("A1",)
    assert people[WayKind.HIRE] == ("+1",)


def test_a_rule_is_eased_for_the_fixed_shifts_alone():
    pins = [fixed("A2", 1, "14:00"), fixed("A2", 2, "07:00")]
    (eased,) = (way for way in ways(week(pins=pins)) if way.kind is WayKind.EASE)
    assert [one.rule for one in eased.broken] == ["rest"]
    assert eased.people == ("A2",)


def test_what_is_not_enough_alone_is_tried_together():
    posts = [post("presales", min_agents=0), post("aftersales", min_agents=2)]
    asked = week(posts=posts, absences=AWAY)
    found = [way for way in ways(asked) if way.causes[0].kind is CauseKind.ABSENCE]
    assert [len(way.people) for way in found] == [2]
    assert all(way.broken for way in found)


def test_the_laws_protection_is_no_way_out():
    asked = week(
        agents=[agent("A1", POSTS, no_nights=True), agent("A2")],
        pins=[fixed("A1", 1, "22:00")],
    )
    conflict = smallest_conflict(asked)
    assert CauseKind.NO_NIGHTS in {cause.kind for cause in conflict.causes}
    assert CauseKind.NO_NIGHTS not in {kind for _, kind in kinds(ways_out(asked, conflict))}


def test_no_way_is_tried_once_told_to_stop():
    asked = week(absences=AWAY)
    conflict = smallest_conflict(asked)
    many = iter([False, True, True])  # before the first kind, then before its only trial
    assert list(ways_out(asked, conflict, stop=lambda: next(many, True))) == []
