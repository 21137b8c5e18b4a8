"""How a month's scores and payouts came about, agent by agent, so that they can be got by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kpi.pay.payout import Payout
from kpi.score.counted import CountedFrom
from kpi.score.told import ScoreAccount, account
from scheduler.errors import Fault, InputError
from service.month.months import computed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.scheme.scheme import Scheme
    from kpi.score.scorecard import AgentScore
    from kpi.told import Told
    from service.month.kpi_files import ScoredFiles
    from store.months import MonthRun


@dataclass(frozen=True, slots=True)
class MonthTold:
    """An agent's score and payout with how they came about; None: the month was not paid."""

    account: ScoreAccount
    payout: Payout | None


class MonthTeller:
    """A scored month that can say how each of its numbers came about."""

    def __init__(
        self,
        scores: Sequence[AgentScore],
        payouts: Sequence[Payout],
        schemes: Mapping[str, Scheme],
        counted: CountedFrom,
    ) -> None:
        self._scores = {score.agent_id: score for score in scores}
        self._payouts = {payout.agent_id: payout for payout in payouts}
        self._schemes, self._counted = schemes, counted

    def of(self, agent_id: str) -> MonthTold:
        """Return an agent's month; raises InputError when it has no such agent."""
        score = self._scores.get(agent_id)
        if score is None:
            raise InputError(Fault("unknown_agent", value=agent_id))
        told = account(score, self._schemes, self._counted)
        return MonthTold(told, self._payouts.get(agent_id))


def explainer(run: MonthRun) -> MonthTeller:
    """
    Return what explains a run.

    A run from before the explanations were kept with it is computed again from what it holds; where
    that leads to the same fen, its lines are told so, else by their numbers alone.
    """
    payouts = run.payouts
    if payouts and not any(line.notes for payout in payouts for line in payout.lines):
        _, again = computed(run.month, run.inputs, run.facts, pay=True)
        payouts = again if again == payouts else payouts
    inputs = run.inputs
    counted = CountedFrom(
        run.facts,
        run.month,
        inputs.targets,
        inputs.teams,
        inputs.employment,
        knowing=inputs.knowing,
    )
    return MonthTeller(run.scores, payouts, inputs.schemes, counted)


def file_explainer(found: ScoredFiles) -> MonthTeller:
    """Return what explains a month that files led to."""
    counted = CountedFrom(found.facts, found.month, found.targets, found.teams, found.employment)
    return MonthTeller(found.scores, found.payouts, found.schemes, counted)


def explained_report(found: MonthTold) -> dict[str, Any]:
    """Return codes and values of an explanation, for programs."""
    return {
        "notes": _notes(found.account.notes),
        "cards": [
            {
                "post": one.card.post,
                "lines": {
                    line.indicator: _notes(notes)
                    for line, notes in zip(one.card.lines, one.lines, strict=True)
                },
                "notes": _notes(one.notes),
            }
            for one in found.account.cards
        ],
        "payout": [] if found.payout is None else [_notes(one.notes) for one in found.payout.lines],
    }


def _notes(notes: Sequence[Told]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            **{name: str(value) for name, value in one.numbers.items()},
            **one.texts,
        }
        for one in notes
    ]
