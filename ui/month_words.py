"""The texts of an exported month, in the reader's language."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kpi.metrics.measure import Measured
from kpi.score.scorecard import LineLeftOut
from service.month.export_month import MonthWords
from ui import figures
from ui.parts.hr.values import capital
from ui.words.catalogue import t
from ui.words.explained import made_of
from ui.words.names import post_name
from ui.words.pay_line import pay_name

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from kpi.scheme.scheme import Scheme
    from service.month.months import AgreedRoster, MonthRun
    from service.month.scheme_dates import DecidedBackwards
    from service.month.scored_anyway import DecidedAnyway
    from service.pay.pay_review import RunState

    Decided = AgreedRoster | DecidedAnyway | DecidedBackwards
    By = Callable[[Decided], dict[str, str]]

HEADS = (
    *("scores", "lines", "payroll", "pay_lines", "agent_id", "name", "team", "post", "score"),
    *("full", "grade", "second_post", "second_score", "scheme", "indicator", "numerator"),
    *("denominator", "value", "points", "weight", "weight_used", "contribution", "left_out"),
    *("total", "remark", "pays", "made_from", "amount", "month", "run", "state", "sum", "unit"),
    *("coverage", "least_coverage"),
)


def month_words(
    run: MonthRun, names: Mapping[str, str], lang: str, *, state: RunState, zone: dt.tzinfo
) -> MonthWords:
    """
    Return the texts of a run.

    Parameters
    ----------
    names
        Of the agents, by id.
    state
        How far it is.
    zone
        The shop's, whose dates decisions have.
    """
    by = partial(_by, lang=lang, zone=zone)
    how_far = t("run_state.and", lang).join(
        [t(f"run_state.{state}", lang), *_decided(run, lang, by)]
    )
    month = figures.month(run.month.first, lang)
    posts = {card.post for score in run.scores for card in score.cards}
    used = {line.indicator for score in run.scores for card in score.cards for line in card.lines}
    paid = {line.pays for payout in run.payouts for line in payout.lines}
    unpaid = {reason for payout in run.payouts for reason in payout.unpaid}
    schemes = run.inputs.schemes.values()
    return MonthWords(
        lang=lang,
        heads={name: t(f"month_head.{name}", lang) for name in HEADS},
        agents=names,
        teams=run.inputs.teams,
        posts={post: post_name(post, lang) for post in posts},
        indicators={name: capital(t(f"indicator.{name}", lang)) for name in used},
        units={unit: t(f"month_unit.{unit}", lang) for unit in Measured},
        grades={
            grade.id: grade.title_zh if lang == "zh" else grade.title_en
            for scheme in schemes
            for grade in scheme.grades
        },
        left_out={reason: t(f"left_out.{reason}", lang) for reason in LineLeftOut},
        pays={pays: capital(t(f"pays.{pays}", lang)) for pays in paid},
        lines={
            (line.pays, line.name): capital(pay_name(line.pays, line.name, lang))
            for payout in run.payouts
            for line in payout.lines
        },
        unpaid={reason: t(f"unpaid.{reason}", lang) for reason in unpaid},
        state=how_far,
        title=t("month_head.title", lang, month=month, number=run.number, state=how_far),
        made_of=partial(made_of, lang=lang),
        anyway={
            agent: _anyway(one, (agent,), lang, by)
            for one in run.inputs.anyway
            for agent in one.decision.agents
        },
    )


def _decided(run: MonthRun, lang: str, by: By) -> Iterator[str]:
    """Yield what somebody decided by name that the run rests on."""
    for agreed in run.inputs.agreed:
        told = {"week": agreed.put.week, "number": agreed.put.number, "reason": agreed.put.reason}
        yield t("run_state.agreed", lang, **told, **by(agreed))
    for one in run.inputs.anyway:
        yield _anyway(one, one.decision.agents, lang, by)
    for each in run.inputs.backwards:
        put = each.decision
        told = {"scheme": f"{put.scheme_id} v{put.version}", "reason": put.reason}
        told["valid_from"] = put.valid_from.isoformat()
        yield t("run_state.backwards", lang, **told, **by(each))


def _anyway(one: DecidedAnyway, agents: Sequence[str], lang: str, by: By) -> str:
    """Return by whose decision, when and why some agents are scored."""
    told = {"agents": ", ".join(agents), "reason": one.decision.reason}
    return t("run_state.anyway", lang, **told, **by(one))


def _by(one: Decided, *, lang: str, zone: dt.tzinfo) -> dict[str, str]:
    day = one.entered.at.astimezone(zone).date()
    return {"by": one.entered.by, "day": figures.day(day, lang)}


def scheme_title(scheme: Scheme, lang: str) -> str:
    """Return a scheme's title in a language."""
    return scheme.title_zh if lang == "zh" else scheme.title_en
