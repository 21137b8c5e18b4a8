from benchmarks.comfort import measured, table
from tests.ui.weeks import written


def test_the_lines_of_a_week_are_measured_and_told_as_a_table(tmp_path):
    folder, _ = written(tmp_path / "week")
    record = measured(folder, "", 0.3, 1)
    assert list(record["lines"]) == ["free", "close", "one_type", "off_together"]
    for line in record["lines"].values():
        assert line["breaches"] == 0
        assert line["gap_hours"] >= 0
    rows = table(record).splitlines()
    assert len(rows) == 6
    assert len({row.count("|") for row in rows}) == 1
