"""Who approves exceptions: the steps of the two flows, lent (抽调) and kept (非抽调), by role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.dispatch import InterruptionKind
from scheduler.errors import Fault, InputError
from service.access.grants import Role

if TYPE_CHECKING:
    from service.desk import Desk
    from store.unit import Unit


@dataclass(frozen=True, slots=True)
class ApprovalSteps:
    """
    Who approves exceptions of a kind.

    Parameters
    ----------
    kind
        Lent, or kept from work.
    first
        Role that approves; None: anybody who may approve at all.
    late
        Role that approves once more what is registered after its day; None: as ``first``.
    """

    kind: InterruptionKind
    first: Role | None = None
    late: Role | None = None


def steps_in(unit: Unit, shop_id: str) -> dict[InterruptionKind, ApprovalSteps]:
    """Return the steps of both flows as they are set in a shop; unset ones ask for no role."""
    kept = unit.register.all(shop_id, ApprovalSteps)
    known = {entry.value.kind: entry.value for entry in kept}
    return {kind: known.get(kind, ApprovalSteps(kind)) for kind in InterruptionKind}


def approval_steps(desk: Desk) -> dict[InterruptionKind, ApprovalSteps]:
    """Return the steps of both flows."""
    with desk.read() as unit:
        return steps_in(unit, desk.shop_id)


def save_steps(desk: Desk, steps: ApprovalSteps) -> None:
    """Set the steps of one flow."""
    with desk.write("approval_steps_saved") as unit:
        unit.touch(("approval_steps", steps.kind.value))
        unit.put(steps, subject=steps.kind.value)
        unit.note(steps.kind.value)


def require_step(unit: Unit, desk: Desk, kind: InterruptionKind, *, is_first: bool) -> None:
    """
    Raise InputError unless whoever acts holds the role that the next step of a flow asks for.

    Where nobody signs in the role is that of the screen; without one, as on the command line, no
    role is asked for.
    """
    steps = steps_in(unit, desk.shop_id)[kind]
    wanted = steps.first if is_first or steps.late is None else steps.late
    held = _held(desk)
    if wanted is not None and held is not None and wanted not in held:
        details = {"roles": (wanted,)}
        raise InputError(Fault("approval_of_role", value=desk.by, details=details))


def _held(desk: Desk) -> frozenset[str] | None:
    """Return the roles of whoever acts; None: nobody says."""
    if desk.person.grants is not None:
        here = (one for one in desk.person.grants if one.scope.is_in(desk.shop_id))
        return frozenset(one.role.value for one in here)
    return frozenset({desk.person.role}) if desk.person.role else None
