from itertools import combinations

from ui.charts.labels import LINE_PX, POINT_PX, placed_names, text_px
from ui.charts.trade import ScenarioPoint, trade_chart
from ui.charts.two_levers import LeverCell, grid_chart


def boxes(names, points, found):
    for each in found:
        (x, y), wide = points[each.place], text_px(names[each.place])
        left = x + each.dx if each.align == "left" else x + each.dx - wide
        yield left, y + each.dy - LINE_PX / 2, left + wide, y + each.dy + LINE_PX / 2


def meet(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def test_no_name_is_printed_over_another_or_over_a_point():
    points = [(20.0 + 23 * (place % 13), 15.0 + 17 * (place % 12)) for place in range(60)]
    names = [f"售前 人数 +{place}" for place in range(60)]
    found = placed_names(names, points, width=330, height=230)
    drawn = list(boxes(names, points, found))
    dots = [(x - POINT_PX, y - POINT_PX, x + POINT_PX, y + POINT_PX) for x, y in points]
    assert 3 <= len(found) < 60
    assert not any(meet(one, other) for one, other in combinations(drawn, 2))
    assert not any(meet(box, dot) for box in drawn for dot in dots)
    assert all(box[0] >= 0 and box[2] <= 330 and box[1] >= 0 and box[3] <= 230 for box in drawn)


def test_names_of_scenarios_at_one_place_stand_around_it_and_the_rest_is_left_out():
    same = [ScenarioPoint(name, 100.0, 5.0) for name in "一二四五六七"]
    chart = trade_chart([*same, ScenarioPoint("三", 180.0, 2.0)], "zh", is_level=False)
    told = chart.to_dict()
    texts = [layer for layer in told["layer"] if layer["mark"]["type"] == "text"]
    rows = [row for layer in texts for row in told["datasets"][layer["data"]["name"]]]
    assert 2 <= len(rows) <= 5  # four beside the six at one place, and the other


def test_every_combination_has_its_value_and_a_failed_one_none():
    cells = [LeverCell("-10 %", "+1", 4.0, "4.0"), LeverCell("-10 %", "+2", None, "—")]
    told = grid_chart(cells, "zh", across="咨询量", down="人数").to_dict()
    (rows,) = told["datasets"].values()
    assert [row["said"] for row in rows] == ["4.0", "—"]
    assert rows[1]["value"] is None
