"""The data's README and the words of both languages name all there is."""

from pathlib import Path

import pytest

from kpi.facts.columns import COLUMNS, column_in_file
from kpi.metrics.indicators import INDICATORS
from kpi.pay.payout import Pays, Unpaid
from kpi.scheme.line import Scoring
from kpi.scheme.scheme import PostKind
from kpi.score.scorecard import Blend, LineLeftOut
from scheduler.dispatch import InterruptionKind
from store.files.kpi_scheme import scheme_presets
from ui.words.catalogue import has

README = (Path(__file__).parents[2] / "data" / "README.md").read_text(encoding="utf-8")
KINDS = {
    "left_out": LineLeftOut,
    "blend": Blend,
    "scoring": Scoring,
    "post_kind": PostKind,
    "interruption": InterruptionKind,
    "pays": Pays,
    "unpaid": Unpaid,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_every_column_of_facts_is_documented(column):
    assert f"`{column_in_file(column)}`" in README


@pytest.mark.parametrize("scheme", scheme_presets(), ids=lambda scheme: scheme.id)
def test_every_preset_is_documented(scheme):
    assert f"| {scheme.id} |" in README


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_indicator_and_kind_has_words(lang):
    keys = [f"indicator.{name}{end}" for name in INDICATORS for end in ("", ".formula")]
    keys += [f"{group}.{one}" for group, kinds in KINDS.items() for one in kinds]
    assert [key for key in keys if not has(key, lang)] == []
