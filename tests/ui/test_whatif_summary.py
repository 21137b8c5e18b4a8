"""A what-if on one page: what each option's price and risk are told as."""

from decimal import Decimal

import pytest

from service.drawing.fold import folded, width_of
from ui.words.whatif_summary import (
    BAD,
    GOOD,
    UNSURE,
    PostLevel,
    SummaryOption,
    summary_pdf,
    summary_table,
)

RISK, PRICE, SHORT = 7, 4, 5


def option(name="A", price="1000", *levels, **more):
    given = {"short_hours": 3.0, "gap_hours": 1.0, "breaches": 0} | more
    return SummaryOption(
        name, "", 4, 100.0, None if price is None else Decimal(price), levels=levels, **given
    )


def level(mean, low, high, goal=0.8, post="presales"):
    return PostLevel(post, mean, low, high, goal)


TOTAL = PostLevel("", 0.85, 0.84, 0.86)
HELD, NEAR, MISSED = level(0.82, 0.81, 0.83), level(0.79, 0.77, 0.81), level(0.7, 0.69, 0.71)


def cells(*options, lang="en"):
    table = summary_table("t", options, lang)
    return table, [row for row in table.rows[1:]]


@pytest.mark.parametrize(
    ("one", "colour", "said"),
    [
        (option("A", "1", TOTAL, HELD), GOOD, "every post held"),
        (option("A", "1", TOTAL, NEAR), UNSURE, "may miss its target: 79"),
        (option("A", "1", TOTAL, MISSED), BAD, "misses its target: 70"),
        (option("A", "1", TOTAL, MISSED, level(0.79, 0.77, 0.81)), BAD, "may miss"),
        (option("A", "1", TOTAL, HELD, breaches=2), BAD, "breaks 2 rules"),
        (option("A", "1"), UNSURE, "not simulated"),
        (option("A", None, breaches=None, short_hours=None), UNSURE, "no roster"),
    ],
)
def test_risk_is_told_in_words_and_colour(one, colour, said):
    _, (row,) = cells(one)
    assert (row[RISK].colour, said in row[RISK].text.replace("\n", " ")) == (colour, True)


def test_cheapest_of_those_that_hold_every_target_is_named():
    cheap_but_bad = option("cheap", "10", TOTAL, MISSED)
    good, dear = option("good", "1000", TOTAL, HELD), option("dear", "2000", TOTAL, HELD)
    table, _ = cells(cheap_but_bad, dear, good)
    assert "good" in table.status
    none, _ = cells(cheap_but_bad, option("old", "5", TOTAL, HELD, is_old=True))
    assert "No option" in none.status
    assert "old" in none.warning


def test_price_that_is_not_known_is_no_price_of_nothing():
    table, rows = cells(option("A", "0", TOTAL, HELD), option("B", None, TOTAL, HELD))
    assert [row[PRICE].text for row in rows] == ["¥0.00", "not known"]
    assert "A, ¥0.00" in table.status
    assert "No option" in cells(option("B", None, TOTAL, HELD))[0].status


def test_price_that_leaves_people_out_says_so_and_is_nobody_s_best():
    table, (first, second) = cells(
        option("A", "1000", TOTAL, HELD), option("B", "10", TOTAL, HELD, unpriced=3)
    )
    assert second[PRICE].text == "¥10.00\nwithout 3 people"
    assert "\n" not in first[PRICE].text
    assert "A" in table.status


def test_difference_to_the_first_and_distance_from_the_best_are_told():
    _, (first, second) = cells(option("A", "1000"), option("B", "900"))
    assert "\n" not in first[PRICE].text
    assert second[PRICE].text.endswith("−¥100.00")
    assert "1.0 from the best" in first[SHORT].text


def test_both_languages_make_one_page():
    for lang, name in (("en", "As it is"), ("zh", "现状")):
        made = summary_pdf("2026-W49", [option(name, "1000", TOTAL, HELD)], lang)
        assert made.startswith(b"%PDF")
        assert made.count(b"/Type /Page\n") == 1


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("one two three", 8, ["one two", "three"]),
        ("中文没有空格也会换行", 8, ["中文没有", "空格也会", "换行"]),
        ("kept\nas given", 20, ["kept", "as given"]),
        ("中文四字，后面", 8, ["中文四", "字，后面"]),
        ("it is 80 % of", 8, ["it is", "80 % of"]),
        ("unbreakable", 4, ["unbreakable"]),
    ],
)
def test_text_is_folded_where_it_may_be(text, most, lines):
    assert folded(text, most).split("\n") == lines
    assert width_of("a中") == 3
