"""The platforms' rules give the worked cases, at their edges too."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

import numpy as np
import pytest

from kpi.facts.messages import Messages
from kpi.platforms.rules import rules_on
from kpi.platforms.standing import Standing, risk, standing
from kpi.platforms.units import judged
from scheduler.errors import InputError
from store.files.messages_file import read_messages, write_messages
from store.files.platform_rules import conduct_ladder, platform_presets, read_platform_rules
from tests.kpi.making import CLOCK, at

DAY = dt.date(2026, 11, 3)
PRESETS = platform_presets()
D = Decimal


def preset(name, date=DAY):
    return next(rule for rule in rules_on(PRESETS, date) if rule.id == name)


PDD = preset("pdd_effective_reply")
TURNS = preset("taobao_3min")


def second(time, date=DAY):
    hour, minute, rest = (*time.split(":"), "0")[:3]
    return at(f"{date}T{hour:0>2}:{minute}") * 60 + int(rest)


def asked(time, user="u", date=DAY):
    return ("presales", user, "", second(time, date), True, False)


def answered(time, user="u", date=DAY, automatic=False, agent="A"):
    return ("presales", user, "" if automatic else agent, second(time, date), False, automatic)


def stand(rule, *rows, date=DAY, now=None):
    now_s = None if now is None else second(now)
    return standing(judged(Messages.of(rows), rule, clock=CLOCK, now_s=now_s), rule, date)


def counts(rule, *rows, **more):
    found = stand(rule, *rows, **more)
    return found.good, found.n


@pytest.mark.parametrize(
    ("rows", "good"),
    [
        ([asked("22:50"), answered("23:40")], 1),  # 50 minutes, after the window's end
        ([asked("10:00"), answered("11:00")], 1),  # one hour, inclusive
        ([asked("10:00"), answered("11:00:01")], 0),
        ([asked("8:00"), answered("8:30")], 1),
        ([asked("10:00")], 0),
        # three good messages and one late
        (
            [row for hour in (9, 11, 13) for row in (asked(f"{hour}:00"), answered(f"{hour}:01"))]
            + [asked("15:00"), answered("16:01")],
            0,
        ),
        ([asked("10:00"), asked("10:30"), answered("11:00")], 1),  # one answer for both
        ([asked("10:00"), asked("10:30"), answered("11:01")], 0),
    ],
)
def test_pdd_every_message_of_a_user_must_be_answered_within_an_hour(rows, good):
    assert counts(PDD, *rows) == (good, 1)


@pytest.mark.parametrize("time", ["23:01", "23:00", "7:59"])
def test_pdd_ignores_messages_outside_the_window(time):
    assert counts(PDD, asked(time)) == (0, 0)
    assert counts(PDD, asked("10:00"), answered("10:01"), asked(time)) == (1, 1)


def test_pdd_counts_a_user_once_a_day():
    rows = [asked("10:00"), answered("10:01"), asked("12:00"), answered("12:01")]
    assert counts(PDD, *rows) == (1, 1)
    tomorrow = DAY + dt.timedelta(days=1)
    both = [*rows, asked("10:00", date=tomorrow)]
    assert counts(PDD, *both) == (1, 1)
    assert counts(PDD, *both, date=tomorrow) == (0, 1)


def users(effective, all_):
    rows = []
    for number in range(all_):
        rows.append(asked("10:00", f"u{number}"))
        if number < effective:
            rows.append(answered("10:05", f"u{number}"))
    return rows


@pytest.mark.parametrize(
    ("effective", "all_", "yuan"),
    [(60, 120, 0), (59, 120, 1000), (10, 99, 0), (49, 100, 1000), (50, 100, 0)],
)
def test_pdd_penalty_needs_100_users_and_less_than_half(effective, all_, yuan):
    found = stand(PDD, *users(effective, all_))
    assert (found.good, found.n) == (effective, all_)
    assert found.penalty_yuan == yuan


def test_who_may_still_be_in_time_waits_and_counts_as_good():
    rows = [asked("10:00", "early"), asked("11:30", "late")]
    found = stand(PDD, *rows, now="12:00")
    assert (found.n, found.good, found.waiting) == (2, 1, 1)
    assert stand(PDD, *rows, now="12:31").good == 0


def test_taobao_asking_again_does_not_open_a_new_turn():
    first = [asked("10:10:15"), asked("10:15:20"), answered("10:18:10")]
    assert counts(TURNS, *first) == (0, 1)
    assert counts(TURNS, *first, asked("10:18:30"), answered("10:19:00")) == (1, 2)
    ten = [asked(f"10:{minute}") for minute in range(10, 20)]
    assert counts(TURNS, *ten) == (0, 1)


def test_taobao_turns_end_with_their_day():
    after = DAY + dt.timedelta(days=1)
    rows = [asked("22:59"), answered("9:00", date=after)]
    assert counts(replace(TURNS, days=1), *rows) == (0, 1)
    assert counts(replace(TURNS, days=1), *rows, date=after) == (0, 0)
    again = [asked("22:59"), asked("10:00", date=after), answered("10:01", date=after)]
    assert counts(replace(TURNS, days=1), *again, date=after) == (1, 1)


def test_taobao_leaves_out_turns_a_machine_answered():
    assert counts(TURNS, asked("10:00"), answered("10:00:01", automatic=True)) == (0, 0)


def test_taobao_adds_thirty_days():
    before = DAY - dt.timedelta(days=29)
    rows = [asked("10:00", date=before), answered("10:01", date=before), asked("10:00", "v")]
    assert counts(TURNS, *rows) == (1, 2)
    assert counts(TURNS, *rows, date=DAY + dt.timedelta(days=1)) == (0, 1)


def test_the_mean_time_to_an_answer_is_capped():
    rule = preset("taobao_answer_time")
    rows = [asked("10:00"), answered("10:01"), asked("11:00"), answered("12:00")]
    rows += [asked("13:00"), answered("13:00"), asked("14:00")]
    found = stand(rule, *rows)
    assert (found.n, found.value) == (2, (60 + 600) / 2)  # 0 seconds and no answer are left out


def test_jd_counts_sessions_that_begin_in_the_window():
    rule = preset("jd_first_30s")
    assert counts(rule, asked("8:56"), answered("9:01")) == (0, 0)
    assert counts(rule, asked("9:00"), answered("9:00:30")) == (1, 1)
    assert counts(rule, asked("9:00"), answered("9:00:31")) == (0, 1)
    once = [asked("9:00"), answered("9:00:10"), asked("9:20"), answered("9:25")]
    assert counts(rule, *once) == (1, 1)
    assert counts(rule, *once, asked("10:00"), answered("10:01")) == (1, 2)


def test_kuaishou_counts_users_of_a_week():
    rule = preset("kuaishou_3min")
    rows = [row for n in range(3) for row in (asked("10:00", f"g{n}"), answered("10:03", f"g{n}"))]
    rows += [asked("23:59", "bad"), answered("23:59:59", "good")]
    found = stand(rule, *rows)
    assert (found.good, found.n, found.is_broken) == (3, 4, False)
    assert stand(rule, *rows, asked("10:00", "worse")).is_broken


def test_only_people_count_where_the_rule_says_so():
    rows = [asked("10:00"), answered("10:00:05", automatic=True), answered("10:10")]
    assert counts(preset("pdd_3min"), *rows) == (0, 1)
    assert counts(PDD, *rows) == (1, 1)


@pytest.mark.parametrize(
    ("good", "n", "late", "new_late", "mend"),
    [
        (60, 120, 1, 1, 0),
        (71, 120, 12, 23, 0),  # 12 more late replies: 59 of 120
        (59, 120, 0, 0, 2),
        (0, 0, 1, 1, 0),
    ],
)
def test_the_risk_says_how_many_late_replies_break_it(good, n, late, new_late, mend):
    found = risk(Standing(PDD, DAY, n, good))
    assert (found.late_to_break, found.new_late_to_break, found.good_to_mend) == (
        late,
        new_late,
        mend,
    )
    if late:
        assert Standing(PDD, DAY, max(n, 100), good - late).value < D("0.5") or n < 100
        assert good < D("0.5") * (n + new_late)
        assert good >= D("0.5") * (n + new_late - 1)
    if mend:
        assert good + mend >= D("0.5") * (n + mend)


def test_the_risk_tells_until_when_nobody_judges():
    assert risk(Standing(PDD, DAY, 80, 80)).until_judged == 20
    assert risk(Standing(preset("taobao_answer_time"), DAY, 5, 5)) is None
    assert risk(Standing(preset("pdd_3min"), DAY, 5, 5)) is None


def test_a_rule_holds_between_its_dates():
    old = preset("taobao_3min", dt.date(2021, 6, 1))
    assert (old.threshold, str(old.window)) == (None, "08:00-24:00")
    assert (TURNS.threshold, str(TURNS.window)) == (D("0.9"), "09:00-23:00")
    names = {rule.id for rule in rules_on(PRESETS, dt.date(2022, 1, 1))}
    assert "douyin_3min" in names
    assert "douyin_answer_time" not in names


def test_every_preset_names_its_source_and_date():
    assert {rule.platform for rule in PRESETS} == {
        *("pinduoduo", "taobao", "jd", "douyin", "kuaishou")
    }
    assert all(rule.source and rule.valid_from for rule in PRESETS)
    ladder = {
        name: [step.days_off_sale for step in steps]
        for name, steps in groupby(conduct_ladder(), key=lambda step: step.platform)
    }
    assert ladder["pinduoduo"] == [1, 3, 7, 15]
    assert ladder["kuaishou"] == [0, 0, 0, 10]
    assert all(step.source for step in conduct_ladder())


def test_messages_are_read_from_a_file(tmp_path):
    path = tmp_path / "messages.csv"
    path.write_text(
        "post,user,agent,time,sender,automatic\n"
        "presales,b1,,2026-11-03T10:00:05,customer,\n"
        "presales,b1,A,2026-11-03 10:00:35,客服,0\n"
        "presales,b1,,2026-11-03T10:00:06,agent,1\n",
        "utf-8",
    )
    found = read_messages(path, CLOCK)
    assert found.at_s.tolist() == [second("10:00:05"), second("10:00:06"), second("10:00:35")]
    assert found.is_customer.tolist() == [True, False, False]
    assert [found.agents[at] if at >= 0 else "" for at in found.agent] == ["", "", "A"]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("presales,b1,,2026-11-03T10:00,agent,0", "empty", "agent"),
        ("presales,b1,A,10 o'clock,agent,0", "time_unreadable", "time"),
        ("presales,b1,A,2026-11-03T10:00,robot,0", "not_one_of", "sender"),
        ("presales,,A,2026-11-03T10:00,agent,0", "empty", "user"),
        ("presales,b1,A,2026-11-03T10:00,agent,maybe", "not_yes_no", "automatic"),
    ],
)
def test_faulty_messages_are_named_with_their_line(tmp_path, row, code, column):
    path = tmp_path / "messages.csv"
    path.write_text(f"post,user,agent,time,sender,automatic\n{row}\n", "utf-8")
    with pytest.raises(InputError) as caught:
        read_messages(path, CLOCK)
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column) == (code, 2, column)


def test_a_faulty_rule_is_named_with_its_line(tmp_path):
    path = tmp_path / "mine.toml"
    text = """platform = "mine"
[[rule]]
id = "x"
title_zh = "x"
title_en = "x"
valid_from = 2026-01-01
window = "08:00-23:00"
unit = "user"
limit_s = 60
threshold = 50
source = "the shop"
"""
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_platform_rules(path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.value, fault.line) == ("rate_as_percent", "50", 10)
    path.write_text(text.replace("= 50", "= 0.5"), "utf-8")
    assert read_platform_rules(path).rules[0].threshold == D("0.5")


def test_the_order_of_rows_does_not_matter():
    rows = users(59, 120)
    shuffled = [rows[at] for at in np.random.default_rng(1).permutation(len(rows))]
    assert counts(PDD, *shuffled) == counts(PDD, *rows)


def test_a_rule_counts_the_messages_of_its_own_platform():
    pinduoduo, taobao = (Messages.of(users(60, 120), name) for name in ("pinduoduo", "taobao"))
    late = Messages.of([asked("10:00", "late")], "taobao")
    found = standing(judged(Messages.joined([pinduoduo, taobao, late]), PDD, clock=CLOCK), PDD, DAY)
    assert (found.good, found.n) == (60, 120)


def test_messages_that_name_no_platform_count_under_every_rule():
    messages = Messages.joined(
        [Messages.of([asked("10:00", "one")], "taobao"), Messages.of([asked("10:00", "two")])]
    )
    found = standing(judged(messages, PDD, clock=CLOCK), PDD, DAY)
    assert (found.good, found.n) == (0, 1)
    assert messages.by_platform == {"": 1, "taobao": 1}


def test_the_same_name_on_two_platforms_is_two_customers():
    here = Messages.of([asked("10:00", "u")], "pinduoduo")
    there = Messages.of([asked("09:59", "u"), answered("10:05", "u")], "taobao")
    found = standing(judged(Messages.joined([here, there]), PDD, clock=CLOCK), PDD, DAY)
    assert (found.good, found.n) == (0, 1)
    assert np.isnan(Messages.joined([here, there]).waited_s(np.array([False, False, True]))[0])


def test_platforms_are_read_by_what_people_call_them(tmp_path):
    path = tmp_path / "messages.csv"
    rows = [
        f"presales,u{at},,2026-11-03T10:00,customer,{name}\n"
        for at, name in enumerate(["拼多多", "JD", "", "小红书"])
    ]
    path.write_text("post,user,agent,time,sender,platform\n" + "".join(rows), "utf-8")
    found = read_messages(path, CLOCK)
    assert found.by_platform == {"": 1, "jd": 1, "pinduoduo": 1, "小红书": 1}
    write_messages(found, tmp_path / "again.csv", CLOCK)
    assert read_messages(tmp_path / "again.csv", CLOCK).by_platform == found.by_platform
