import pytest

from service.outbound import channels
from service.outbound.channels import DispatchState, LeadsTo, MessageForm, NewChannel
from service.outbound.robots import ChannelKind
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen

URL = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
PLAIN = (MessageForm.TEXT, LeadsTo.NOWHERE)
BY = {"by": "王经理", "now": s.NOW}


@pytest.mark.parametrize(("lang", "told"), [("zh", "自定义机器人"), ("en", "custom robot")])
def test_an_empty_page_says_how_to_begin(app, draft, lang, told):  # noqa: ARG001 - there is a shop
    assert told in seen(opened(app, "channels", lang=lang))


def test_a_group_is_entered_tried_and_found_among_what_was_sent(app, draft):
    opened(app, "channels")
    app.text_input(key="channels.name").set_value("售前群")
    app.text_input(key="channels.url").set_value("http://elsewhere.example")
    button(app, "FormSubmitter:channels.new-保存").click().run()
    assert "不是这种机器人的地址" in seen(app)
    app.text_input(key="channels.url").set_value(URL)
    button(app, "FormSubmitter:channels.new-保存").click().run()
    assert not app.exception
    assert "发布班表时会通知“售前群”" in seen(app)
    (kept,) = channels.channels(at_desk(draft))
    assert kept.value.kind is ChannelKind.WECOM
    channels.try_channel(at_desk(draft, **BY), kept)
    app.run()
    table = app.dataframe[-1].value
    assert list(table["内容"]) == ["测试消息"]
    assert list(table["状态"]) == ["等待发送"]
    assert "1 条等待发送" in seen(app)


def test_a_message_that_was_refused_is_told_with_the_answer(app, draft):
    desk = at_desk(draft, **BY)
    new = NewChannel("群", ChannelKind.WECOM, URL, "", "", "zh", False, False, *PLAIN)
    channels.try_channel(desk, channels.add_channel(desk, new, public=""))
    (one,) = channels.dispatches(desk)
    with draft.write() as unit:
        assert unit.dispatches.claim(one, s.NOW)
        unit.dispatches.end(one, DispatchState.REFUSED, "93000 invalid key", s.NOW)
    shown = opened(app, "channels")
    assert "1 条没有送达" in seen(shown)
    assert list(shown.dataframe[-1].value["对方的回答"]) == ["93000 invalid key"]


def test_messages_that_could_not_lead_anywhere_are_told(app, draft, monkeypatch):
    monkeypatch.delenv("PAIBAN_PUBLIC_ADDRESS", raising=False)
    told = (MessageForm.CARD, LeadsTo.WEEK)
    new = NewChannel("售前群", ChannelKind.WECOM, URL, "", "", "zh", False, False, *told)
    channels.add_channel(at_desk(draft, **BY), new, public="https://paiban.example")
    shown = opened(app, "channels")
    assert "发给“售前群”的消息不带网址，卡片改发文字" in seen(shown)
    assert list(shown.dataframe[0].value["发什么"]) == ["卡片"]
    monkeypatch.setenv("PAIBAN_PUBLIC_ADDRESS", "https://paiban.example")
    assert "不带网址，卡片改发文字" not in seen(app.run())
