"""In words why somebody has a shift and somebody else not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.solve.result import SolveStatus
from ui.words.catalogue import t
from ui.words.sentences import agent_name, number_text, reason_sentence, spoken_names

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.instead import PairCompared, PairSolved
    from scheduler.problem import RosterProblem

LEAST = 0.05  # of a cost that is told


def why_sentence(found: PairCompared, problem: RosterProblem, lang: str) -> str:
    """Return why one has the shift and the other not."""
    said: dict[str, object] = {
        "holder": agent_name(found.holder.agent_id, problem, lang),
        "other": agent_name(found.other.agent_id, problem, lang),
        "count": len({one.rule for one in found.other.broken}),
        "cost": number_text(abs(found.dearer), lang),
    }
    if found.other.broken:
        return t("instead.why_rules", lang, **said)
    if found.new:
        return t("instead.why_others", lang, **said)
    if abs(found.dearer) < LEAST:
        return t("instead.why_same", lang, **said)
    return t("instead.why_dearer" if found.dearer > 0 else "instead.why_cheaper", lang, **said)


def solved_line(found: PairSolved, problem: RosterProblem, lang: str) -> str:
    """Return what making the weeks of both anew comes to."""
    if found.cost_change is None:
        is_certain = found.status is SolveStatus.INFEASIBLE
        return t("instead.impossible" if is_certain else "instead.not_found", lang)
    date_of = problem.horizon.clock.date_of
    moved = (*found.removed, *found.added)
    is_proven = found.status is SolveStatus.OPTIMAL
    return t(
        "instead.solved",
        lang,
        cost=("+" if found.cost_change > 0 else "") + number_text(found.cost_change, lang),
        days=len({(one.agent_id, date_of(one.start_min)) for one in moved}),
        how=t("instead.proven" if is_proven else "instead.best_found", lang),
    )


def reason_lines(
    reasons: Iterable[tuple[str, tuple[str, ...]]], problem: RosterProblem, lang: str
) -> list[str]:
    """Return what stands in the way, each sentence once."""
    lines = (
        reason_sentence(code, spoken_names(names, problem, lang), lang) for code, names in reasons
    )
    return list(dict.fromkeys(lines))
