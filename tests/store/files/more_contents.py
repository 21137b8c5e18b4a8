"""What the tables of a month hold, for layouts of each: small, with every kind of cell."""

import datetime as dt

from store.files.audit_sheet import audit_preset
from store.files.quality_file import survey_preset
from tests.store.files.shuffled import Content

FIRST = dt.date(2026, 10, 13)  # a day above 12, so that no other order is a date
DAY = dt.timedelta(days=1)
PEOPLE = ("KF001", "KF002", "KF003")
QUESTIONS = [one for side in survey_preset().dimensions for one in side.questions]
BOOL = {"yes": ("是", "Y"), "no": ("否", "N")}


def rows(**more):
    """Return rows for each of the people, of columns of values one below the other."""
    return tuple(
        {name: values[at] if isinstance(values, tuple) else values for name, values in more.items()}
        for at, _ in enumerate(PEOPLE)
    )


def days(first=FIRST):
    return tuple(first + DAY * at for at in range(len(PEOPLE)))


def moments(clock):
    return tuple(f"{day} {clock}" for day in days())


MORE = {
    "drivers": Content(
        "drivers",
        rows(
            date=days(),
            kind="orders",
            amount=("12800", "9750.5", "31000"),
            post=("presales", "aftersales", "presales"),
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"amount"}),
    ),
    "absences": Content(
        "absences",
        rows(
            agent_id=PEOPLE,
            start=moments("09:00"),
            end=moments("18:30"),
            kind=("年假", "病假", "事假"),
        ),
        moments=frozenset({"start", "end"}),
    ),
    "punches": Content(
        "punches",
        rows(
            agent_id=PEOPLE,
            recorded_start=moments("09:12"),
            recorded_end=moments("18:02"),
            start=moments("08:58"),
            end=moments("18:02"),
            reason=("忘记打卡", "打卡机故障", "外出"),
            requested_by=PEOPLE,
            approved=("yes", "no", "yes"),
            decided_by="主管甲",
            why_refused=("", "没有证明", ""),
        ),
        moments=frozenset({"recorded_start", "recorded_end", "start", "end"}),
        words={"approved": BOOL},
    ),
    "exceptions": Content(
        "exceptions",
        rows(
            agent_id=PEOPLE,
            kind=("secondment", "disruption", "secondment"),
            reason=("支援仓库", "系统故障", "支援仓库"),
            start=moments("10:00"),
            end=moments("11:30"),
            registered_at=moments("09:50"),
            registered_by="陈组长",
            approved_by="王主管",
        ),
        moments=frozenset({"start", "end", "registered_at"}),
        words={"kind": {"secondment": ("抽调",), "disruption": ("非抽调",)}},
    ),
    "targets": Content(
        "targets",
        rows(
            month="2026-10",
            post="presales",
            level=("agent", "team", "shop"),
            name=("KF001", "一组", ""),
            measure=("consulted", "sales_yuan", "consulted"),
            value=("900", "120000", "9000"),
        ),
        months=frozenset({"month"}),
        numbers=frozenset({"value"}),
        words={"level": {"agent": ("个人",), "team": ("班组",), "shop": ("店铺",)}},
    ),
    "orders": Content(
        "orders",
        rows(
            order=("D20261013001", "D20261014002", "D20261015003"),
            buyer=("买家甲", "买家乙", "买家丙"),
            post="presales",
            placed=moments("10:01"),
            paid=(f"{FIRST} 10:03", "", f"{FIRST + 2 * DAY} 12:00"),
            amount=("1199.00", "58.50", "320.00"),
            refunded=("0", "0", "58.50"),
        ),
        moments=frozenset({"placed", "paid"}),
        numbers=frozenset({"amount", "refunded"}),
        total={"amount": "1577.50", "refunded": "58.50"},
    ),
    "attribution": Content(
        "attribution",
        rows(
            version=("1", "2", "3"),
            valid_from=days(),
            by=("order", "payment", "order_first"),
            pick=("last", "first", "last"),
            window_h=("24", "72", "48"),
        ),
        dates=frozenset({"valid_from"}),
        words={
            "by": {"order": ("下单判定",), "payment": ("付款判定",), "order_first": ("下单优先",)},
            "pick": {"last": ("最后",), "first": ("最先",)},
        },
    ),
    "overtime": Content(
        "overtime",
        rows(
            agent_id=PEOPLE,
            start=moments("18:00"),
            end=moments("20:30"),
            kind=("workday", "rest_day", "holiday"),
            approved_by="王主管",
            time_off=("no", "yes", "no"),
        ),
        moments=frozenset({"start", "end"}),
        words={
            "kind": {"workday": ("工作日",), "rest_day": ("休息日",), "holiday": ("法定节假日",)},
            "time_off": BOOL,
        },
    ),
    "rewards": Content(
        "rewards",
        rows(
            agent_id=PEOPLE,
            date=days(),
            case=("主动挽回差评", "点名表扬", "主动挽回差评"),
            buyer=("买家甲", "买家乙", "买家丙"),
            proof="聊天截图",
            price=("89.00", "1200.00", "45.50"),
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"price"}),
    ),
    "deductions": Content(
        "deductions",
        rows(
            agent_id=PEOPLE,
            date=days(),
            kind=("fine", "damage", "fine"),
            amount=("50.00", "1299.00", "20.50"),
            reason=("错发优惠券", "损坏耳机", "迟到"),
            clause=("制度第 12 条", "制度第 15 条", "制度第 3 条"),
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"amount"}),
        words={"kind": {"fine": ("罚款",), "damage": ("赔偿",)}},
        total={"amount": "1369.50"},
    ),
    "refunds": Content(
        "refunds",
        rows(
            agent_id=PEOPLE,
            month=("2026-09", "2026-09", "2026-08"),
            refunded=("1058.50", "120.00", "60.00"),
            date=days(),
        ),
        dates=frozenset({"date"}),
        months=frozenset({"month"}),
        numbers=frozenset({"refunded"}),
    ),
    "time_off": Content(
        "time_off",
        rows(agent_id=PEOPLE, date=days(), hours=("4", "8", "2"), until=days(FIRST + 90 * DAY)),
        dates=frozenset({"date", "until"}),
        numbers=frozenset({"hours"}),
    ),
    "earlier_pay": Content(
        "earlier_pay",
        rows(agent_id=PEOPLE, month="2026-09", pay=("6200.00", "5480.50", "7020.00")),
        months=frozenset({"month"}),
        numbers=frozenset({"pay"}),
        total={"pay": "18700.50"},
    ),
    "training": Content(
        "training",
        rows(
            agent_id=PEOPLE,
            post="presales",
            stage=("笔试", "实操", "笔试"),
            date=days(),
            points=("92", "86.5", "100"),
            assessor="王主管",
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"points"}),
    ),
    "certificates": Content(
        "certificates",
        rows(
            agent_id=PEOPLE,
            post="presales",
            valid_from=days(),
            valid_to=(FIRST + 90 * DAY, "", FIRST + 91 * DAY),
        ),
        dates=frozenset({"valid_from", "valid_to"}),
    ),
    "survey": Content(
        "survey",
        tuple(
            {
                "respondent": who,
                "post": "presales",
                "date": FIRST,
                "question": question.id,
                "expected": str(4 + at % 2),
                "perceived": str(3 + at % 3),
            }
            for who in ("R001", "R002")
            for at, question in enumerate(QUESTIONS)
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"expected", "perceived"}),
    ),
    "audits": Content(
        "audits",
        tuple(
            {
                "area": "客服一区",
                "date": FIRST,
                "auditor": "王主管",
                "item": item.id,
                "points": str(item.most),
            }
            for item in audit_preset().items
        ),
        dates=frozenset({"date"}),
        numbers=frozenset({"points"}),
    ),
    "messages": Content(
        "messages",
        rows(
            post="presales",
            user=("买家甲", "买家甲", "买家乙"),
            agent=PEOPLE,
            time=moments("10:01:05"),
            sender=("customer", "agent", "customer"),
            automatic=("no", "yes", "no"),
        ),
        moments=frozenset({"time"}),
        words={
            "sender": {"customer": ("买家", "顾客"), "agent": ("客服",)},
            "automatic": BOOL,
        },
        is_log=True,
    ),
    "chat_log": Content(
        "chat_log",
        rows(
            post="presales",
            agent_id=(*PEOPLE[:2], ""),
            assigned_to=PEOPLE,
            arrived=moments("10:01:05"),
            replied=(f"{FIRST} 10:01:35", f"{FIRST + DAY} 10:02:05", ""),
            ended=moments("10:12:05"),
            inquired=("1", "0", "1"),
            rating=("5", "", "4"),
        ),
        moments=frozenset({"arrived", "replied", "ended"}),
        is_log=True,
    ),
}
