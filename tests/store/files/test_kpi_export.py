"""Exports of platforms become facts: rates by their weight, dashes missing, totals passed over."""

import numpy as np
import pytest

from scheduler.errors import InputError
from store.files.kpi_export import mapping_of, read_export

MAPPING = mapping_of(
    "agent_id=客服,date=日期,received=接待人数,"
    "replied_3min=3分钟人工回复率 * 接待人数,sales_yuan=客服销售额"
)
HEAD = "客服,日期,接待人数,3分钟人工回复率,客服销售额\n"


def read(tmp_path, *rows, **more):
    path = tmp_path / "export.csv"
    path.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    return read_export(path, MAPPING, fixed={"post": "presales"}, **more)


def test_a_rate_is_made_into_a_count_by_its_weight(tmp_path):
    found = read(tmp_path, "A,2026-11-02,200,0.875,100.5", "B,2026-11-02,40,87.5%,-")
    assert found["replied_3min"].tolist() == [175, 35]
    assert found["sales_fen"][0] == 10_050
    assert np.isnan(found["sales_fen"][1])


def test_a_missing_weight_leaves_the_count_missing(tmp_path):
    found = read(tmp_path, "A,2026-11-02,-,0.875,1", "B,2026-11-02,10,-,1")
    assert np.isnan(found["replied_3min"]).all()
    assert np.isnan(found["received"]).tolist() == [True, False]


@pytest.mark.parametrize("total", ["合计", "汇总", "总计"])
def test_totals_are_passed_over(tmp_path, total):
    found = read(tmp_path, "A,2026-11-02,200,0.875,1", f"{total},-,200,0.875,1")
    assert found.agents == ("A",)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("A,2026-11-02,200,45,1", "rate_as_percent", "3分钟人工回复率"),
        ("A,2026-11-02,200,good,1", "not_number", "3分钟人工回复率"),
        ("A,2026-11-02,many,-,1", "not_number", "接待人数"),
        ("X,2026-11-02,200,0.9,1", "unknown_agent", "客服"),
        ("A,tomorrow,200,0.9,1", "date_unreadable", "日期"),
    ],
)
def test_faults_are_named_with_their_line(tmp_path, row, code, column):
    with pytest.raises(InputError) as caught:
        read(tmp_path, "A,2026-11-01,1,1,1", row, agents={"A"})
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column) == (code, 3, column)


def test_a_mapping_names_what_is_not_there(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(HEAD, "utf-8")
    with pytest.raises(InputError) as caught:
        read_export(path, {"agent_id": "客服", "smiles": "笑容"})
    codes = sorted(fault.code for fault in caught.value.faults)
    assert codes == ["fact_unknown", "mapping_missing", "mapping_missing", "missing_column"]


def test_ten_megabytes_of_junk_are_one_clear_error(tmp_path):
    path = tmp_path / "junk.csv"
    path.write_bytes(b"\x00\xff\xfe" * 3_500_000)
    with pytest.raises(InputError):
        read_export(path, MAPPING)
