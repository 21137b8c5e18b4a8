"""The kinds of files HR takes in: how each is recognised, read, and what columns it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from service.month.earlier_pay import import_earlier_pay
from service.month.hours_carried import import_time_off
from service.month.kpi_intake import (
    import_attendance,
    import_chats,
    import_exceptions,
    import_facts,
)
from service.month.kpi_plans import import_pay_plans, import_scheme, import_targets
from service.month.punches import import_punches
from service.month.sales import import_orders
from service.pay.overtime import import_overtime
from service.pay.pay_inputs import (
    import_deductions,
    import_pay_scheme,
    import_refunds,
    import_rewards,
)
from service.records.platform_rules import import_messages
from service.records.quality import import_answers
from service.records.register_files import (
    import_audits,
    import_certificates,
    import_complaints,
    import_training,
)


@dataclass(frozen=True, slots=True)
class FileKind:
    """
    A kind of file.

    Parameters
    ----------
    take
        The function that takes it in.
    file
        What it is usually called.
    stems
        Parts of a name that tell it; lower case.
    columns
        For people to read.
    """

    take: Callable[..., object]
    file: str
    stems: tuple[str, ...]
    columns: str


KINDS = {
    "exceptions": FileKind(
        import_exceptions,
        "exceptions.csv",
        ("exception", "抽调"),
        "agent_id, kind, reason, start, end, registered_at, registered_by, approved_by,"
        " late_reason, second_approval",
    ),
    "attendance": FileKind(
        import_attendance, "attendance.csv", ("attendance", "考勤"), "agent_id, start, end, card"
    ),
    "punches": FileKind(
        import_punches,
        "punches.csv",
        ("punch", "补卡"),
        "agent_id, recorded_start, recorded_end, start, end, reason, requested_by, decided_by,"
        " approved, why_refused",
    ),
    "messages": FileKind(
        import_messages,
        "messages.csv",
        ("message", "消息"),
        "post, user, agent, time, sender, automatic",
    ),
    "chats": FileKind(
        import_chats,
        "chats.csv",
        ("chat", "会话", "聊天"),
        "post, agent_id, assigned_to, arrived, replied, ended, …",
    ),
    "complaints": FileKind(
        import_complaints,
        "complaints.csv",
        ("complaint", "投诉"),
        "number, post, agent_id, owner, channel, received, evidence, answered, closed, at_fault,"
        " decided, decided_by, appealed, solved, content",
    ),
    "survey": FileKind(
        import_answers,
        "survey.csv",
        ("survey", "问卷", "答卷"),
        "respondent, post, date, question, expected, perceived",
    ),
    "audits": FileKind(
        import_audits,
        "audits.csv",
        ("audit", "5s", "检查"),
        "area, date, auditor, item, points, photo, correction, owner, due, done, checked_by",
    ),
    "training": FileKind(
        import_training,
        "training.csv",
        ("training", "培训"),
        "agent_id, post, stage, date, points, assessor",
    ),
    "certificates": FileKind(
        import_certificates,
        "certificates.csv",
        ("certificate", "上岗证"),
        "agent_id, post, valid_from, valid_to",
    ),
    "orders": FileKind(
        import_orders,
        "orders.csv",
        ("order", "订单"),
        "order, buyer, post, placed, paid, amount, refunded",
    ),
    "overtime": FileKind(
        import_overtime,
        "overtime.csv",
        ("overtime", "加班"),
        "agent_id, start, end, kind, approved_by, time_off",
    ),
    "rewards": FileKind(
        import_rewards,
        "rewards.csv",
        ("reward", "奖励"),
        "agent_id, date, case, buyer, proof, price, compensation",
    ),
    "deductions": FileKind(
        import_deductions,
        "deductions.csv",
        ("deduction", "扣款"),
        "agent_id, date, kind, amount, reason, clause",
    ),
    "refunds": FileKind(
        import_refunds, "refunds.csv", ("refund", "退款"), "agent_id, date, month, refunded"
    ),
    "earlier_pay": FileKind(
        import_earlier_pay,
        "earlier_pay.csv",
        ("earlier", "往月工资"),
        "agent_id, month, pay, share",
    ),
    "time_off": FileKind(
        import_time_off, "time_off.csv", ("time_off", "调休"), "agent_id, date, hours"
    ),
    "targets": FileKind(
        import_targets,
        "targets.csv",
        ("target", "目标"),
        "month, post, level, name, measure, value",
    ),
    "pay_plans": FileKind(
        import_pay_plans,
        "pay_plan.csv",
        ("pay", "薪"),
        "agent_id, valid_from, base, performance, method, coefficient, level, minimum_wage,"
        " pay_scheme, hours_system",
    ),
    "facts": FileKind(
        import_facts, "facts.csv", ("fact", "业绩", "质检"), "agent_id, post, date, …"
    ),
    "pay_schemes": FileKind(import_pay_scheme, "*.toml", ("pay_scheme", "薪资方案"), ""),
    "schemes": FileKind(import_scheme, "*.toml", ("scheme", "方案"), ""),
}


def kind_of(name: str) -> str | None:
    """Return what a file's name says it is; None: it says nothing."""
    plain = name.casefold()
    is_document = plain.endswith(".toml")
    for kind, known in KINDS.items():
        of_its_form = known.file.endswith(".toml") is is_document
        if of_its_form and any(stem in plain for stem in known.stems):
            return kind
    return "schemes" if is_document else None
