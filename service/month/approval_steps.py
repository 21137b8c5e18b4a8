"""Who approves what is registered on the day: the steps of each flow, by role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InputError, require
from service.access.grants import Role

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit


class ApprovalFlow(StrEnum):
    """What is approved: the kinds of ``InterruptionKind``, and who is absent or gone."""

    SECONDMENT = "secondment"
    DISRUPTION = "disruption"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class ApprovalSteps:
    """
    Who approves what is registered of a flow.

    Parameters
    ----------
    kind
        Lent, kept from work, or absent.
    first
        Role that approves; None: anybody who may approve at all. An absence registered in time
        counts at once where none is set, or whoever registers it holds it.
    late
        Role that approves what is registered after its day, lent and lost time once more; None: as
        ``first``.
    """

    kind: ApprovalFlow
    first: Role | None = None
    late: Role | None = None


def steps_in(unit: Unit, shop_id: str) -> dict[ApprovalFlow, ApprovalSteps]:
    """Return the steps of all flows as they are set in a shop; unset ones ask for no role."""
    kept = unit.register.all(shop_id, ApprovalSteps)
    known = {entry.value.kind: entry.value for entry in kept}
    return {kind: known.get(kind, ApprovalSteps(kind)) for kind in ApprovalFlow}


def approval_steps(desk: Desk) -> dict[ApprovalFlow, ApprovalSteps]:
    """Return the steps of all flows."""
    with desk.read() as unit:
        return steps_in(unit, desk.shop_id)


def save_steps(desk: Desk, steps: ApprovalSteps) -> None:
    """Set the steps of one flow."""
    with desk.write("approval_steps_saved") as unit:
        unit.touch(("approval_steps", steps.kind.value))
        unit.put(steps, subject=steps.kind.value)
        unit.note(steps.kind.value)


def require_step(
    unit: Unit, desk: Desk, kind: ApprovalFlow, agent_id: str, *, is_first: bool
) -> None:
    """
    Raise InputError unless whoever acts may take the next step of a flow for somebody.

    Nobody approves what happened to themselves, and the step may ask for a role.
    Where nobody signs in the role is that of the screen; without one, as on the command line, no
    role is asked for.
    """
    is_own = desk.by in {agent_id, unit.staff.names(desk.shop_id).get(agent_id)}
    require(not is_own, "approved_by_oneself", column="approved_by", value=desk.by)
    steps = steps_in(unit, desk.shop_id)[kind]
    wanted = steps.first if is_first or steps.late is None else steps.late
    if not _holds(desk, wanted):
        details = {"roles": (wanted,)}
        raise InputError(Fault("approval_of_role", value=desk.by, details=details))


def counts_at_once(unit: Unit, desk: Desk, kind: ApprovalFlow) -> bool:
    """Return whether no role is set to approve a flow, or whoever acts holds it."""
    return _holds(desk, steps_in(unit, desk.shop_id)[kind].first)


def _holds(desk: Desk, wanted: Role | None) -> bool:
    held = _held(desk)
    return wanted is None or held is None or wanted in held


def _held(desk: Desk) -> frozenset[str] | None:
    """Return the roles of whoever acts; None: nobody says."""
    if desk.person.grants is not None:
        here = (one for one in desk.person.grants if one.scope.is_in(desk.shop_id))
        return frozenset(one.role.value for one in here)
    return frozenset({desk.person.role}) if desk.person.role else None
