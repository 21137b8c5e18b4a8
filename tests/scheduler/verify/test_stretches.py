from scheduler.verify.verdict import Cost, Verdict, Violation

PRICE = Cost(0.0, 0.0, 0.0, 0.0)


def sealed(at_min, post="presales"):
    return Violation("sealed", "", post, at_min, 0, 1)


def test_intervals_that_follow_one_another_are_one_stretch():
    night = [sealed(at) for at in (0, 30, 60)]
    verdict = Verdict((*night, sealed(120), sealed(60, "aftersales")), PRICE, 30)
    assert [(one.post, one.at_min) for one in verdict.stretches] == [
        ("presales", 0),
        ("presales", 120),
        ("aftersales", 60),
    ]
    assert verdict.stretches_by_rule == {"sealed": 3}
    assert verdict.by_rule == {"sealed": 5}


def test_breaches_of_different_people_and_of_whole_weeks_stand_alone():
    found = (
        Violation("rest", "A1", "", 0),
        Violation("rest", "A2", "", 30),
        Violation("days_off", "A1"),
        Violation("days_off", "A1"),
    )
    assert Verdict(found, PRICE, 30).stretches == found


def test_a_verdict_kept_without_its_interval_counts_as_it_did():
    assert len(Verdict((sealed(0), sealed(30)), PRICE).stretches) == 2
