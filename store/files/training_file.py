"""
What agents are trained and certified for, and the stages that ship with the product.

``training.csv`` holds what they reached in the stages; ``certificates.csv`` what they may work on,
empty dates without limit.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from kpi.registers.training_gate import Gate, StageResult
from store.files.columns import columns
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.table_file import TableFile
from store.files.toml_value import text_in, value_of
from store.files.week_columns import CERTIFICATES as HELD

RESULTS = TableFile(
    "training",
    columns("training", StageResult, is_whole=True),
    once=("agent_id", "post", "stage", "date"),
)
CERTIFICATES = TableFile("certificates", HELD, once=("agent_id", "post", "valid_from"))


def gate_preset(post: str) -> Gate:
    """Return the stages that ship with the product, as the gate of a post."""
    return replace(_preset(), post=post)


@lru_cache(maxsize=1)
def _preset() -> Gate:
    document = toml_document(*text_in("quality", "training_gate.toml"))
    return value_of(document, Gate, FaultLog(), apart=("source", "ours"), post="post")
