"""Hours owed as sentences."""

import pytest

from ui.words.owed_lines import owed_lines


def fewer(name, owed=40.0, given=32.0, most=32.0, rules=()):
    return {
        "agent_id": name,
        "owed": owed,
        "given": given,
        "most": most,
        "would_break": list(rules),
    }


def report(*people, unused=0.0, share=0.0):
    return {"fewer": list(people), "unused": unused, "unused_people": share}


def lines(*people, lang="en", **more):
    return owed_lines(report(*people, **more), lang, str.lower)


def test_nothing_is_said_where_no_hours_are_owed_or_all_are_given():
    assert owed_lines(None, "en", str) == []
    assert lines() == []


def test_alike_people_share_a_sentence_that_names_the_rules():
    (line,) = lines(fewer("A1", rules=["days_off"]), fewer("B", rules=["days_off"]))
    assert line.startswith("a1, b: 40 h owed, 32 h given.")
    assert "Days off" in line


def test_what_does_not_fit_is_told_apart_from_what_gave_way():
    days, less = lines(fewer("A1"), fewer("B", most=40.0))
    assert "No more fit" in days
    assert "though 40 h fit" in less


@pytest.mark.parametrize(("lang", "word"), [("en", "Too many people"), ("zh", "人多了")])
def test_hours_without_use_are_people(lang, word):
    (line,) = lines(lang=lang, unused=26.0, share=0.652)
    assert word in line
    assert "26" in line
    assert "0.7" in line
    assert lines(unused=1.0, share=0.02) == []
