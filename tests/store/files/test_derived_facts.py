"""Reports of platforms as they come: counts by their names, rates and means by what they are of."""

import numpy as np
import pytest

from scheduler.errors import InputError
from store.files.derived_facts import derived_names
from store.files.heads import head_names
from store.files.kpi_facts import IN_FILE, read_facts
from store.files.taken import noting_rows
from store.files.told import NamesTold, as_told

OF_ALL = NamesTold(constants={"date": "2026-11-30", "post": "presales"})


def read(tmp_path, text, **more):
    path = tmp_path / "export.csv"
    path.write_text(text, "utf-8")
    with noting_rows() as files, as_told(OF_ALL):
        return read_facts(path, **more), files["export.csv"]


def codes(error):
    return [(fault.code, fault.line, fault.column) for fault in error.value.faults]


def test_a_mean_over_chats_becomes_their_sum(tmp_path):
    found, told = read(tmp_path, "旺旺昵称,首次响应(秒),接待人数\nA,35,1231\nB,-,40\n")
    assert found["first_reply_s"].tolist()[:1] == [43_085]
    assert found["first_replies"].tolist() == [1231, 40]
    assert np.isnan(found["first_reply_s"][1])
    assert told.made == {
        "first_replies": ("接待人数",),
        "first_reply_s": ("首次响应(秒)", "first_replies"),
    }


def test_a_mean_is_over_the_chats_that_were_answered_where_the_report_tells_them(tmp_path):
    found, _ = read(tmp_path, "客服,首次响应(秒),接待人数,回复率\nA,35,200,90%\n")
    assert [found[name][0] for name in ("replied", "first_replies", "first_reply_s")] == [
        *(180, 180, 6_300)
    ]


@pytest.mark.parametrize(
    "rates", [("91%", "50%"), ("0.91", "0.5"), ("91", "50"), ("９１％", "50%")]
)
def test_a_rate_is_a_share_in_whatever_way_it_is_written(tmp_path, rates):
    one, two = rates
    found, told = read(tmp_path, f"客服,评价数,满意率\nA,100,{one}\nB,10,{two}\n")
    assert found["satisfied"].tolist() == [91, 5]
    assert told.percents == (("满意率",) if rates == ("91", "50") else ())


def test_a_column_of_shares_and_percents_is_asked_about(tmp_path):
    with pytest.raises(InputError) as error:
        read(tmp_path, "客服,评价数,满意率\nA,100,0.91\nB,10,50\n")
    assert codes(error) == [("rate_as_percent", 3, "满意率")]


def test_a_count_of_the_reports_own_is_left_as_it_is(tmp_path):
    found, told = read(tmp_path, "客服,评价数,满意数,满意率\nA,11,10,90.9%\n")
    assert found["satisfied"].tolist() == [10]
    assert (told.made, told.unused) == ({}, ("满意率",))


def test_a_rate_of_nothing_that_is_counted_is_not_used_and_told(tmp_path):
    found, told = read(tmp_path, "客服,咨询人数,满意率\nA,11,90.9%\n")
    assert set(found.counts) == {"consulted"}
    assert told.unused == ("满意率",)


def test_a_misspelt_count_among_our_own_names_stays_a_fault(tmp_path):
    with pytest.raises(InputError) as error:
        read(tmp_path, "agent_id,recieved\nA,11\n")
    assert codes(error) == [("fact_unknown", 1, "recieved")]


def test_rows_of_totals_and_means_are_left_out(tmp_path):
    rows = "A,100,40%\nB,60,50%\n汇总,160,43.75%\n均值,80,43.75%\n"
    found, told = read(tmp_path, f"旺旺昵称,接待人数,询单转化率\n{rows}")
    assert (found.agents, told.left_out) == (("A", "B"), {"totals": 2})


def test_rates_have_names_of_their_own_and_are_of_columns_there_are():
    known, counts = derived_names(), head_names("facts").names
    rates = {name for names in known.names.names.values() for name in names}
    assert rates.isdisjoint(name for names in counts.values() for name in names)
    assert {*known.of, *known.of.values()} <= set(IN_FILE)
    assert {one for ones in known.where_missing.values() for one in ones} <= set(IN_FILE)


def test_what_is_told_of_a_product_holds_before_what_a_name_says(tmp_path):
    told = NamesTold(columns={"facts": {"satisfied": "好感率 * 评价数", "replied": "咨询人数"}})
    with as_told(told):
        text = "客服,评价数,满意数,好感率,咨询人数\nA,50,7,80%,44\n"
        found, files = read(tmp_path, text)
    assert (found["satisfied"][0], found["replied"][0]) == (40, 44)
    assert files.made == {"satisfied": ("好感率", "评价数")}


def test_a_product_of_a_column_that_is_not_there_is_a_fault(tmp_path):
    told = NamesTold(columns={"facts": {"satisfied": "好感率 * 评价数"}})
    with as_told(told), pytest.raises(InputError) as error:
        read(tmp_path, "客服,评价数\nA,50\n")
    assert codes(error) == [("missing_column", 1, "好感率")]
