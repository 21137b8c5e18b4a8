"""
What people call the members of enumerations in tables, beside the members' own names.

By the names of the classes, so that who reads a roster need not load what pays people.
"""

SAID: dict[str, dict[str, str]] = {
    "DayKind": {
        "节假日": "holiday",
        "调休上班": "make_up_day",
        "大促": "promotion",
        "停业": "closed",
    },
    "DriverKind": {
        "销售计划": "sales_plan",
        "计划销售额": "sales_plan",
        "访客计划": "visitors_plan",
        "计划访客": "visitors_plan",
        "订单": "orders",
        "订单数": "orders",
    },
    "InterruptionKind": {
        "抽调": "secondment",
        "非抽调": "disruption",
    },
    "OwedBy": {
        "不计": "none",
        "按周": "week",
        "按月": "month",
        "按轮次": "cycle",
    },
    "ProtectedBy": {
        "孕期": "pregnancy",
        "怀孕七个月以上": "pregnancy",
        "哺乳期": "nursing",
    },
    "SixthDay": {
        "短班": "shorter",
        "加班": "overtime",
        "综合工时": "averaged",
    },
    "Level": {
        "店铺": "shop",
        "班组": "team",
        "个人": "agent",
    },
    "PayMethod": {
        "等级": "grade",
        "得分": "score",
        "定额": "amount",
    },
    "CreditBy": {
        "下单判定": "order",
        "付款判定": "payment",
        "下单优先判定": "order_first",
        "下单优先": "order_first",
    },
    "Pick": {
        "最后": "last",
        "最先": "first",
    },
    "Channel": {
        "聊天": "chat",
        "电话": "phone",
        "平台": "platform",
        "评价": "review",
        "其他": "other",
    },
    "OvertimeKind": {
        "工作日": "workday",
        "休息日": "rest_day",
        "法定节假日": "holiday",
    },
    "HoursSystem": {
        "标准工时": "standard",
        "综合工时": "quarter",
        "综合计算工时": "quarter",
    },
    "DeductionKind": {
        "罚款": "fine",
        "赔偿": "damage",
    },
}
