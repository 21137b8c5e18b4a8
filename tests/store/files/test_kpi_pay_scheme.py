"""Pay schemes are read from TOML: parts, and the firm's choices about hours and presences."""

from decimal import Decimal

import pytest

from kpi.facts.presences import PresenceLimits
from kpi.pay.hour_pay import HourBase, HourRules
from scheduler.errors import InputError
from store.files.kpi_pay_scheme import pay_scheme_of_text

FIRM = """\
id = "firm"
version = 1
title_zh = "本店"
title_en = "firm"
valid_from = 2026-01-01

[hours]
base = "twelve_months"
least_wage = 24.5
time_off_months = 6

[presence]
longest_hours = 14
shortest_minutes = 10
"""


def test_the_firms_choices_need_no_part():
    firm = pay_scheme_of_text(FIRM, "firm.toml")
    assert firm.parts == ()
    assert firm.hours == HourRules(HourBase.TWELVE_MONTHS, Decimal("24.5"), 6)
    assert firm.presence == PresenceLimits(840, 10)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('"twelve_months"', '"yearly"', ("not_one_of", 8)),
        ("least_wage = 24.5", "least_wage = 0", ("not_positive", 9)),
        ("time_off_months = 6", "time_off_months = 0", ("not_positive", 10)),
        ("least_wage", "lowest_wage", ("unknown_key", 9)),
        ("shortest_minutes = 10", "shortest_minutes = 840", ("presence_limits", 14)),
        ('id = "firm"', 'id = "D"', ("firm_alone", 12)),
        (FIRM[FIRM.index("[hours]") :], "", ("missing_key", None)),
    ],
)
def test_what_is_wrong_is_named_at_its_line(old, new, fault):
    with pytest.raises(InputError) as error:
        pay_scheme_of_text(FIRM.replace(old, new), "firm.toml")
    assert fault in [(one.code, one.line) for one in error.value.faults]
