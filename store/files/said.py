"""What people call the members of enumerations in tables, beside the members' own names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kpi.facts.attribution import CreditBy, Pick
from kpi.pay.extras import DeductionKind
from kpi.pay.payout import HoursSystem, OvertimeKind, PayMethod
from kpi.registers.complaints import Channel
from kpi.scheme.targets import Level
from scheduler.dispatch import InterruptionKind

if TYPE_CHECKING:
    from collections.abc import Mapping

SAID: Mapping[type, Mapping[str, Any]] = {
    InterruptionKind: {
        "抽调": InterruptionKind.SECONDMENT,
        "非抽调": InterruptionKind.DISRUPTION,
    },
    Level: {"店铺": Level.SHOP, "班组": Level.TEAM, "个人": Level.AGENT},
    PayMethod: {"等级": PayMethod.GRADE, "得分": PayMethod.SCORE, "定额": PayMethod.AMOUNT},
    CreditBy: {
        "下单判定": CreditBy.ORDER,
        "付款判定": CreditBy.PAYMENT,
        "下单优先判定": CreditBy.ORDER_FIRST,
        "下单优先": CreditBy.ORDER_FIRST,
    },
    Pick: {"最后": Pick.LAST, "最先": Pick.FIRST},
    Channel: {
        "聊天": Channel.CHAT,
        "电话": Channel.PHONE,
        "平台": Channel.PLATFORM,
        "评价": Channel.REVIEW,
        "其他": Channel.OTHER,
    },
    OvertimeKind: {
        "工作日": OvertimeKind.WORKDAY,
        "休息日": OvertimeKind.REST_DAY,
        "法定节假日": OvertimeKind.HOLIDAY,
    },
    HoursSystem: {
        "标准工时": HoursSystem.STANDARD,
        "综合工时": HoursSystem.QUARTER,
        "综合计算工时": HoursSystem.QUARTER,
    },
    DeductionKind: {"罚款": DeductionKind.FINE, "赔偿": DeductionKind.DAMAGE},
}
