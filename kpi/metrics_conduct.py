"""Indicators of conduct, attendance and what people judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.measure import Better, Indicator, Measure, Measured, listing_into

if TYPE_CHECKING:
    from kpi.totals import Totals

_SHARE, _HIGHER, _LOWER = Measured.SHARE, Better.HIGHER, Better.LOWER
CONDUCT: dict[str, Indicator] = {}
_indicator = listing_into(CONDUCT)


@_indicator(Measured.COUNT, _LOWER, "abuses")
def abuse(totals: Totals) -> Measure:
    """Return confirmed cases of abusive language (辱骂客户); over the days that were looked at."""
    (abuses,) = totals.sums("abuses")
    return Measure(abuses, totals.days("abuses"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "harassments")
def harassment(totals: Totals) -> Measure:
    """Return confirmed cases of harassment (骚扰客户); over the days that were looked at."""
    (harassments,) = totals.sums("harassments")
    return Measure(harassments, totals.days("harassments"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "night_messages")
def night_message(totals: Totals) -> Measure:
    """Return messages written unasked in quiet hours (夜间打扰); over the days looked at."""
    (messages,) = totals.sums("night_messages")
    return Measure(messages, totals.days("night_messages"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "handling_delays")
def handling_delay(totals: Totals) -> Measure:
    """Return problems handled late or forgotten (问题处理延误); over the days known."""
    (delays,) = totals.sums("handling_delays")
    return Measure(delays, totals.days("handling_delays"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "data_errors")
def data_error(totals: Totals) -> Measure:
    """Return omissions, errors and delays in reports (数据统计差错); over the days known."""
    (errors,) = totals.sums("data_errors")
    return Measure(errors, totals.days("data_errors"), is_count=True)


@_indicator(Measured.COUNT, _LOWER, "process_findings")
def process_finding(totals: Totals) -> Measure:
    """Return breaches of the process found (流程违规); over the days known."""
    (findings,) = totals.sums("process_findings")
    return Measure(findings, totals.days("process_findings"), is_count=True)


@_indicator(_SHARE, _HIGHER, "knowledge_used", "knowledge_due")
def knowledge_use(totals: Totals) -> Measure:
    """Return cases answered from the knowledge base / cases to be (知识库使用率)."""
    return Measure(*totals.pair("knowledge_used", "knowledge_due"))


@_indicator(_SHARE, _HIGHER, "alone_solved", "alone_due")
def solved_alone(totals: Totals) -> Measure:
    """Return cases solved alone / cases to be solved alone (独立处理率)."""
    return Measure(*totals.pair("alone_solved", "alone_due"))


@_indicator(_SHARE, _HIGHER, "phrases_right", "phrases_due")
def standard_phrases(totals: Totals) -> Measure:
    """Return sampled phrases as they should be / sampled (规范用语率)."""
    return Measure(*totals.pair("phrases_right", "phrases_due"))


@_indicator(_SHARE, _HIGHER, "adherent_min", "scheduled_min")
def adherence(totals: Totals) -> Measure:
    """Return adherent minutes / scheduled minutes (排班遵守率); no data: no attendance."""
    return Measure(*totals.pair("adherent_min", "scheduled_min"))


@_indicator(Measured.COUNT, _LOWER, "late_shifts", "early_shifts", "absent_shifts", "shifts")
def attendance(totals: Totals) -> Measure:
    """Return shifts begun late, left early or missed (迟到早退次数), each one; over the shifts."""
    late, early, absent, shifts = totals.sums(
        "late_shifts", "early_shifts", "absent_shifts", "shifts"
    )
    return Measure(late + early + absent, shifts, is_count=True)


@_indicator(Measured.POINT, _HIGHER, "qa_points", "qa_samples")
def quality(totals: Totals) -> Measure:
    """Return the mean points of the chats sampled (质检分)."""
    return Measure(*totals.pair("qa_points", "qa_samples"))


@_indicator(Measured.POINT, _HIGHER, "supervisor_points", "supervisor_ratings")
def supervisor_rating(totals: Totals) -> Measure:
    """Return the mean of the supervisor's ratings (主管评分)."""
    return Measure(*totals.pair("supervisor_points", "supervisor_ratings"))


@_indicator(Measured.POINT, _HIGHER, "training_points", "training_tests")
def training(totals: Totals) -> Measure:
    """Return the mean points of training tests (培训考试分)."""
    return Measure(*totals.pair("training_points", "training_tests"))


@_indicator(_SHARE, _HIGHER, "team_passed", "team_size")
def team_pass_rate(totals: Totals) -> Measure:
    """Return members of the team who passed / members (团队绩效达标率)."""
    return Measure(*totals.pair("team_passed", "team_size"))


@_indicator(_SHARE, _HIGHER, "newcomers_trained", "newcomers")
def newcomer_training(totals: Totals) -> Measure:
    """Return newcomers trained / newcomers (新人培训完成率)."""
    return Measure(*totals.pair("newcomers_trained", "newcomers"))
