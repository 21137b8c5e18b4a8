"""The kinds of files HR brings, and how a file's name tells which it is."""

from __future__ import annotations

from service import file_kinds
from service.shop.importing import ImportKind

STEMS = {
    "staff": ("agents", "staff", "员工", "花名册", "人员名单"),
    "absences": ("absence", "leave", "请假", "休假"),
    "exceptions": ("exception", "抽调"),
    "punches": ("punch", "补卡"),
    "attendance": ("attendance", "考勤", "打卡"),
    "messages": ("message", "消息"),
    "chats": ("chat", "会话", "聊天"),
    "complaints": ("complaint", "投诉"),
    "survey": ("survey", "问卷", "答卷"),
    "audits": ("audit", "5s", "检查"),
    "training": ("training", "培训"),
    "certificates": ("certificate", "上岗证"),
    "orders": ("order", "订单"),
    "overtime": ("overtime", "加班"),
    "rewards": ("reward", "奖励"),
    "deductions": ("deduction", "扣款"),
    "refunds": ("refund", "退款"),
    "earlier_pay": ("earlier", "往月工资"),
    "time_off": ("time_off", "调休"),
    "targets": ("target", "目标"),
    "pay_schemes": ("pay_scheme", "薪资方案"),
    "pay_plans": ("pay", "薪", "工资"),
    "facts": ("fact", "业绩", "质检", "绩效", "赤兔", "生意参谋", "客服数据", "咚咚"),
    "schemes": ("scheme", "方案"),
}
"""Parts of a name that tell a kind, lower case; the first that fits does."""

KINDS = {name: file_kinds.KINDS[ImportKind(name)] for name in STEMS}


def kind_of(name: str) -> str | None:
    """Return what a file's name says it is; None: it says nothing."""
    plain = name.casefold()
    is_document = plain.endswith(".toml")
    for kind, stems in STEMS.items():
        of_its_form = KINDS[kind].file.endswith(".toml") is is_document
        if of_its_form and any(stem in plain for stem in stems):
            return kind
    return "schemes" if is_document else None
