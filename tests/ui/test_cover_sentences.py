from scheduler.nearest import Helper
from scheduler.verify.verdict import Violation
from tests.service import small_shop as s
from tests.service.small_shop import shift
from ui.words.cover_sentences import helper_sentence

PROBLEM = s.week().problem()


def test_what_speaks_against_an_offer_stands_apart():
    broken = Violation("absence", "A2", at_min=s.at(1, 9))
    hole = Violation("sealed", "", post="presales", at_min=s.at(1, 9))
    told = helper_sentence(Helper(shift("A2", 1), None, (broken,), (hole,)), PROBLEM, "en")
    assert "absence. Leaves Pre-sales short" in told


def test_an_offer_with_another_meal_only_names_the_meals():
    moved = Helper(shift("A1"), shift("A1", meal_after=3), ())
    told = helper_sentence(moved, PROBLEM, "zh")
    assert "09:00-18:00 售前 · 用餐 13:00-14:00" in told
    assert "09:00-18:00 售前 · 用餐 12:00-13:00" in told
