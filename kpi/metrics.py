"""
All indicators by name: one function each, all with one signature.

A function looks at the totals of all groups (an agent on a post, a post, …) at once and returns the
numerator and denominator of each. Where nothing is known, or the denominator is zero, there is no
value: never 0/0 = 0. A scheme leaves such a line out and shares its weight among the others.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from kpi.metrics_aftersales import AFTERSALES
from kpi.metrics_conduct import CONDUCT
from kpi.metrics_customers import CUSTOMERS
from kpi.metrics_replies import REPLIES
from kpi.metrics_sales import SALES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpi.measure import Indicator

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {**SALES, **REPLIES, **AFTERSALES, **CUSTOMERS, **CONDUCT}
)
