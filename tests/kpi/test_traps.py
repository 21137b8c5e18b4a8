"""Every trap that published tables set is named, and nothing with one can be made."""

from decimal import Decimal

import pytest

from kpi.pay.commission import Rates, Tier
from kpi.scheme.line import Scoring
from kpi.scheme.scheme import Adding, Block, Grade
from scheduler.errors import InputError
from store.files.kpi_pay_scheme import pay_scheme_of_text
from store.files.kpi_scheme import scheme_of_text, scheme_presets, scheme_text
from tests.kpi.making import bands, line, scheme

D = Decimal


def block(name, weight):
    return Block(name, name, name, D(weight))


def in_block(indicator, weight, name):
    return line(indicator, weight, block=name)


TRAPS = {
    "T-03: 45 %>X≥50 %": (
        lambda: scheme(line(bands=bands((0.5, 0.45, 80), (0.55, None, 100)))),
        "band_empty",
    ),
    "T-07: 25 + 20 + 20 under a block of 55": (
        lambda: scheme(
            in_block("conversion", 25, "sales"),
            in_block("reply_rate", 20, "sales"),
            in_block("order_success", 20, "sales"),
            in_block("satisfaction", 35, "service"),
            blocks=(block("sales", 55), block("service", 35)),
        ),
        "block_weight",
    ),
    "A-06: 30 + 30 + 20 + 10": (
        lambda: scheme(
            line("conversion", 30),
            line("reply_rate", 30),
            line("satisfaction", 20),
            line("order_success", 10),
        ),
        "weights_not_100",
    ),
    "T-09: nothing between 220 and 250": (
        lambda: scheme(line("chats_per_day", bands=bands((None, 220, 0), (250, None, 100)))),
        "band_gap",
    ),
    "T-04: 69.9 and 70.0": (
        lambda: scheme(line("order_value", bands=bands((None, 69.9, 0), (70, None, 100)))),
        "band_gap",
    ),
    "T-01: 净销售额*5元": (lambda: Rates((Tier(D(0), D(5)),)), "commission_unit"),
    "T-02: which conversion": (lambda: scheme(line("转化率")), "indicator_ambiguous"),
    "ST: slower pays more": (
        lambda: scheme(line("first_reply", bands=bands((None, 30, 0), (30, None, 100)))),
        "points_not_ordered",
    ),
}


@pytest.mark.parametrize(("make", "code"), TRAPS.values(), ids=TRAPS)
def test_a_trap_is_named(make, code):
    with pytest.raises(InputError) as caught:
        make()
    assert code in {fault.code for fault in caught.value.faults}


def test_a_ceiling_nobody_reaches_is_a_warning():
    t04 = next(one for one in scheme_presets() if one.id == "T-04")
    assert [fault.code for fault in t04.warnings()] == ["grade_only_perfect"]
    below = scheme(grades=(Grade("A", "A", "A", D(99)), Grade("B", "B", "B", D(0))))
    assert below.warnings() == ()


def test_a_rate_of_few_cases_is_a_warning():
    codes = [fault.code for fault in scheme(line("satisfaction")).warnings()]
    assert codes == ["few_cases"]


HEAD = 'id = "X"\nversion = 1\ntitle_zh = "x"\ntitle_en = "x"\nvalid_from = 2026-01-01\n'
CASE = '[[part]]\nkind = "{kind}"\nname = "review"\namount = {amount}\n'


def pay_codes(*parts):
    with pytest.raises(InputError) as caught:
        pay_scheme_of_text(
            HEAD + "".join(CASE.format(kind=k, amount=a) for k, a in parts), "x.toml"
        )
    return {(fault.code, fault.line) for fault in caught.value.faults}


def test_two_amounts_for_one_thing_are_asked_about():
    assert ("amount_twice", 10) in pay_codes(("case", 5), ("case", 10))


def test_a_fine_is_refused_at_its_line_and_two_fines_are_both_named():
    assert {code for code, _ in pay_codes(("fine", 5), ("fine", 10))} == {
        *("fine_unlawful", "amount_twice")
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('kind = "case"', 'kind = "price"', ("not_one_of", 7, "part.1.kind")),
        ('kind = "case"\n', "", ("missing_key", 6, "part.1.kind")),
        ("amount = 5", "amount = 5\ncolour = 1", ("unknown_key", 10, "part.1.colour")),
        ("amount = 5", 'amount = "5"', ("not_number", 9, "part.1.amount")),
        ("amount = 5", "share = 5", ("rate_as_percent", 9, "share")),
    ],
)
def test_what_is_wrong_in_a_part_is_named_at_its_key_and_fines_are_not_offered(old, new, fault):
    text = HEAD + CASE.format(kind="case", amount=5)
    with pytest.raises(InputError) as caught:
        pay_scheme_of_text(text.replace(old, new), "x.toml")
    (found,) = caught.value.faults
    assert (found.code, found.line, found.column) == fault
    assert "fine" not in found.details.get("known", "")


@pytest.mark.parametrize("preset", scheme_presets(), ids=lambda one: one.id)
def test_a_preset_written_and_read_again_is_the_same(preset):
    assert scheme_of_text(scheme_text(preset), "again.toml") == preset


@pytest.mark.parametrize("name", ["T-09", "A-02", "A-03", "T-03", "AS-1"])
def test_what_is_ours_is_said(name):
    preset = next(one for one in scheme_presets() if one.id == name)
    assert preset.ours or any(one.ours for one in preset.lines)


def test_lines_outside_the_blocks_and_blocks_there_are_not_are_named():
    with pytest.raises(InputError, match="block_missing"):
        scheme(line(), blocks=(block("a", 100),))
    with pytest.raises(InputError, match="block_unknown"):
        scheme(line(block="b"))
    ten = line("quality", full=D(10), scoring=Scoring.RATING, bands=(), block="a")
    assert scheme(ten, adding=Adding.POINTS, blocks=(block("a", 10),)).full == 10
