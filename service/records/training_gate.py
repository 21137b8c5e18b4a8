"""The training gate: results of stages, and the certificate that lets an agent onto a post."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kpi.registers.training_gate import Gate, Stage, StageResult, TrainingProgress, progress
from scheduler.agent import Certificate
from scheduler.errors import require

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit

__all__ = ["Certificate", "Gate", "Stage", "StageResult", "TrainingProgress"]


def save_gate(desk: Desk, gate: Gate) -> None:
    """Keep what has to be passed for a post, in place of what was asked before."""
    with desk.write("gate_saved", ("gate", gate.post)) as unit:
        unit.require_known(gate)
        unit.enter(gate, subject=gate.post)
        unit.note(gate.post, {})


def enter_result(desk: Desk, result: StageResult) -> TrainingProgress:
    """
    Keep the result of a stage; when it was the last, the agent gets the certificate.

    The roster obeys certificates: without one valid that day there is no shift on the post.

    Raises
    ------
    InputError
        When the agent, the post's gate or the stage is unknown.
    """
    with desk.write("stage_entered", unseen="a new entry beside the others") as unit:
        unit.require_known(result)
        gate = _gate(unit, desk.shop_id, result.post)
        known = any(stage.id == result.stage for stage in gate.stages)
        require(known, "unknown_stage", value=result.stage)
        unit.enter(result, subject=result.agent_id, date=result.date)
        found = _progress(unit, desk.shop_id, gate, result.agent_id)
        details = {"stage": result.stage, "points": str(result.points)}
        unit.note(result.agent_id, details)
        if found.certificate is not None:
            unit.touch(("people", result.agent_id, "certificate", result.post))
            _certify(unit, desk.shop_id, result.agent_id, found.certificate)
        return found


def _gate(unit: Unit, shop_id: str, post: str) -> Gate:
    kept = unit.register.all(shop_id, Gate, subject=post)
    require(len(kept) > 0, "gate_missing", value=post)
    return kept[-1].value


def _progress(unit: Unit, shop_id: str, gate: Gate, agent_id: str) -> TrainingProgress:
    kept = unit.register.all(shop_id, StageResult, subject=agent_id)
    return progress(gate, (entry.value for entry in kept), agent_id)


def _certify(unit: Unit, shop_id: str, agent_id: str, earned: Certificate) -> None:
    """Give an agent a certificate, in place of an earlier one for the same post."""
    agents = unit.staff.agents(shop_id)
    changed = tuple(
        replace(
            agent,
            certificates=(*(c for c in agent.certificates if c.post != earned.post), earned),
        )
        if agent.id == agent_id
        else agent
        for agent in agents
    )
    unit.staff.save_agents(shop_id, changed)
