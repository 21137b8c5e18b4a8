"""Certificates for posts: who holds which until when, entering and extending them; training."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kpi.registers.training_gate import Gate, Stage, StageResult, TrainingProgress, progress
from scheduler.agent import Agent, Certificate
from scheduler.errors import require
from store.files.training_file import gate_preset

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit
    from store.writing import Writing

__all__ = ["Certificate", "Gate", "Stage", "StageResult", "gate_preset"]

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """
    A certificate somebody holds.

    Parameters
    ----------
    agent
        The agent who learns.
    certificate
        For what, from when to when.
    days_left
        From today to its last day; below 0: it ran out. None: without end.
    """

    agent: Agent
    certificate: Certificate
    days_left: int | None

    @property
    def is_over(self) -> bool:
        """Return whether it ran out."""
        return self.days_left is not None and self.days_left < 0

    @property
    def ends_soon(self) -> bool:
        """Return whether it runs out within 30 days."""
        return self.days_left is not None and 0 <= self.days_left <= SOON_DAYS


@dataclass(frozen=True, slots=True)
class Trainee:
    """Somebody on the way to a post: the gate, what was reached, and how far that is."""

    agent_id: str
    gate: Gate
    results: tuple[StageResult, ...]
    progress: TrainingProgress


def certificates(desk: Desk, *, today: dt.date) -> tuple[HeldCertificate, ...]:
    """Return the newest certificate of each agent and post; those that end first, first."""
    with desk.read() as unit:
        agents = unit.staff.agents(desk.shop_id)
    newest: dict[tuple[str, str], HeldCertificate] = {}
    for agent in agents:
        for one in agent.certificates:
            left = None if one.valid_to is None else (one.valid_to - today).days
            found = HeldCertificate(agent, one, left)
            old = newest.get((agent.id, one.post))
            if old is None or _last(old.certificate) <= _last(one):
                newest[agent.id, one.post] = found
    return tuple(sorted(newest.values(), key=lambda one: (_last(one.certificate), one.agent.id)))


def _last(certificate: Certificate) -> dt.date:
    return certificate.valid_to or dt.date.max


def save_certificate(desk: Desk, agent_id: str, certificate: Certificate) -> None:
    """
    Keep a certificate, in place of those of the agent for the same post that it overlaps.

    The roster obeys it from the next time it is made: without a certificate valid that day there
    is no shift on the post.

    Raises
    ------
    InputError
        When the agent or the post is unknown.
    """
    with desk.write("certificate_saved") as unit:
        unit.touch(("people", agent_id, "certificate", certificate.post))
        keep_certificates(unit, {agent_id: (certificate,)})


def keep_certificates(unit: Writing, new: dict[str, tuple[Certificate, ...]]) -> None:
    """Keep new certificates of agents, in place of those for the same post that they overlap."""
    posts = unit.shops.post_ids(unit.shop_id)
    agents = unit.staff.agents(unit.shop_id)
    known = {agent.id for agent in agents}
    for agent_id, held in new.items():
        require(agent_id in known, "unknown_agent", value=agent_id, column="agent_id")
        for one in held:
            require(one.post in posts, "unknown_post", value=one.post, column="post")
            unit.note(agent_id, {"post": one.post}, action="certificate_saved")
    changed = tuple(
        replace(agent, certificates=_with(agent.certificates, new.get(agent.id, ())))
        for agent in agents
    )
    unit.staff.save_agents(unit.shop_id, changed)


def _with(held: tuple[Certificate, ...], new: tuple[Certificate, ...]) -> tuple[Certificate, ...]:
    kept = tuple(one for one in held if not any(_overlap(one, other) for other in new))
    return (*kept, *new)


def _overlap(one: Certificate, other: Certificate) -> bool:
    if one.post != other.post:
        return False
    first = max(one.valid_from or dt.date.min, other.valid_from or dt.date.min)
    return first <= min(_last(one), _last(other))


def gates(desk: Desk) -> dict[str, Gate]:
    """Return what has to be passed for each post for which the shop keeps it."""
    with desk.read() as unit:
        return _gates(unit, desk.shop_id)


def trainees(desk: Desk) -> tuple[Trainee, ...]:
    """Return who has results of training, by post and agent; who has come furthest first."""
    with desk.read() as unit:
        known = _gates(unit, desk.shop_id)
        results = [entry.value for entry in unit.register.all(desk.shop_id, StageResult)]
    keys = sorted({(one.agent_id, one.post) for one in results if one.post in known})
    found = []
    for agent_id, post in keys:
        mine = tuple(one for one in results if (one.agent_id, one.post) == (agent_id, post))
        gate = known[post]
        found.append(Trainee(agent_id, gate, mine, progress(gate, mine, agent_id)))
    return tuple(sorted(found, key=lambda one: -len(one.progress.passed)))


def _gates(unit: Unit, shop_id: str) -> dict[str, Gate]:
    unit.shops.get(shop_id)
    return {entry.value.post: entry.value for entry in unit.register.all(shop_id, Gate)}
