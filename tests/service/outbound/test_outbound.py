import dataclasses
import datetime as dt
import json

import pytest

from scheduler.errors import InputError
from scheduler.roster import Roster
from service.outbound import channels
from service.outbound.channels import DispatchState, LeadsTo, MessageForm, NewChannel
from service.outbound.forms import OutboundMessage, post_of
from service.outbound.robots import ChannelKind, robots
from service.outbound.sender import FIRST_AGAIN_S, MOST_TRIES, Sender
from service.roster import intake, publishing
from service.roster.telling import changed_people
from service.shop.people import Telephone
from store.documents import from_document
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.service.outbound.stand_in import SECRET, stand_in
from ui.outbound import address_of, composed

WHO = {"by": "王经理", "now": s.NOW}
PUBLIC = "https://paiban.example"
SOON = s.NOW + dt.timedelta(seconds=1)


@pytest.fixture
def other_side():
    with stand_in() as found:
        yield found


@pytest.fixture
def database(tmp_path):
    opened = s.database(tmp_path)
    first, *others = s.AGENTS
    people = (dataclasses.replace(first, team="早组"), *others)
    intake.keep_week(at_desk(opened, **WHO), s.week(agents=people))
    publishing.keep_roster(at_desk(opened, **WHO), s.LABEL, s.roster())
    yield opened
    opened.close()


def channel(url, kind=ChannelKind.WECOM, **told):
    usual = {"name": "售前群", "secret": SECRET, "team": "", "language": "zh"}
    usual |= {"has_pictures": False, "has_mentions": False}
    usual |= {"form": MessageForm.TEXT, "leads_to": LeadsTo.NOWHERE}
    return NewChannel(kind=kind, url=url, **(usual | told))


def added(database, other_side, kind=ChannelKind.WECOM, **told):
    desk = at_desk(database, **WHO)
    new = channel(f"{other_side.url}/{kind}", kind, **told)
    return channels.add_channel(desk, new, public=PUBLIC)


def published(database):
    return publishing.publish(at_desk(database, **WHO), s.LABEL, reason="试用")


def sender(database, *, after_s=1, compose=composed):
    now = s.NOW + dt.timedelta(seconds=after_s)
    return Sender(database.url, compose, now=lambda: now)


def _place(team):
    return not team, team


def _publish_and_fail(database):
    with at_desk(database, **WHO).write("roster_published") as unit:
        publishing.publish_draft(unit, s.LABEL, "试用")
        unit.weeks.get(unit.shop_id, "2099-W01")


def kept(database):
    return channels.dispatches(at_desk(database))


@pytest.mark.parametrize("kind", list(ChannelKind))
def test_each_kind_of_robot_is_told_of_a_published_roster_once(database, other_side, kind):
    added(database, other_side, kind)
    published(database)
    assert sender(database).step() == 1
    assert sender(database, after_s=90).step() == 0
    ((where, told),) = other_side.taken
    assert where == kind
    assert s.LABEL in str(told)
    (one,) = kept(database)
    assert (one.state, one.attempts) == (DispatchState.SENT, 1)


def test_a_server_of_the_firm_s_own_gets_what_changed_as_facts(database, other_side):
    added(database, other_side, ChannelKind.WEBHOOK)
    published(database)
    again = Roster(s.roster().shifts[1:])
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, again)
    published(database)
    sender(database).step()
    first, second = (told for _kind, told in other_side.taken)
    who = s.roster().shifts[0].agent_id
    assert (first["version"], first["changed"]) == (1, [])
    assert (second["version"], second["changed"]) == (2, [who])
    assert second["week"] == s.LABEL
    assert second["first"] < second["last"]


def test_those_whose_shifts_changed_are_called_by_number(database, other_side):
    added(database, other_side, ChannelKind.DINGTALK, has_mentions=True)
    who = s.roster().shifts[0].agent_id
    with at_desk(database, **WHO).write("person_changed") as unit:
        unit.put(Telephone(who, "13800001111"), subject=who)
    published(database)
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, Roster(s.roster().shifts[1:]))
    published(database)
    sender(database).step()
    assert [told["at"]["atMobiles"] for _kind, told in other_side.taken] == [[], ["13800001111"]]


def test_a_team_s_channel_hears_of_its_own_people_only(database, other_side):
    first = s.AGENTS[0].id
    assert {shift.agent_id for shift in s.roster().shifts} > {first}
    others = tuple(shift for shift in s.roster().shifts if shift.agent_id == first)
    added(database, other_side, ChannelKind.WEBHOOK, team="早组")
    published(database)
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, Roster(others))
    published(database)
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, s.roster())
    published(database)
    publishing.keep_roster(at_desk(database, **WHO), s.LABEL, Roster(()))
    published(database)
    sender(database).step()
    assert [told["changed"] for _kind, told in other_side.taken] == [[], [], [], [first]]


def test_pictures_follow_the_text_where_a_robot_takes_them(database, other_side):
    added(database, other_side, has_pictures=True)
    added(database, other_side, ChannelKind.FEISHU, name="飞书群", has_pictures=True)
    published(database)
    drawn = []

    def compose(desk, channel, one):
        if one.facts.part:
            drawn.append((channel.name, one.facts.team))
            return OutboundMessage(one.id, one.event, "", picture=b"\x89PNG")
        return composed(desk, channel, one)

    sender(database, compose=compose).step()
    teams = sorted(
        {"早组", *(agent.team for agent in s.AGENTS[1:])}, key=lambda one: (not one, one)
    )
    assert drawn == [("售前群", team) for team in teams]
    assert [told["msgtype"] for kind, told in other_side.taken if kind == "wecom"] == [
        "text",
        *["image"] * len(teams),
    ]


def test_nothing_is_told_of_a_roster_that_was_not_published_after_all(database, other_side):
    added(database, other_side)
    with pytest.raises(InputError):
        _publish_and_fail(database)
    assert kept(database) == ()


def test_a_robot_that_is_busy_is_asked_again_later_and_longer_each_time(database, other_side):
    added(database, other_side)
    published(database)
    busy = (200, b'{"errcode": 45009, "errmsg": "api freq out of limit"}')
    other_side.answers = [busy, (503, b"")]
    sender(database).step()
    (one,) = kept(database)
    assert (one.state, one.answer) == (DispatchState.WAITS, "45009 api freq out of limit")
    assert one.due_at == SOON + dt.timedelta(seconds=FIRST_AGAIN_S)
    assert sender(database, after_s=FIRST_AGAIN_S).step() == 0
    sender(database, after_s=FIRST_AGAIN_S + 1).step()
    (two,) = kept(database)
    assert (two.due_at - one.due_at).total_seconds() == 2 * FIRST_AGAIN_S
    sender(database, after_s=1000).step()
    assert kept(database)[0].state is DispatchState.SENT


def test_nobody_answers_for_hours_and_it_is_given_up_and_can_be_sent_again(database, other_side):
    added(database, other_side)
    published(database)
    other_side.answers = [(500, b"")] * MOST_TRIES
    for hour in range(MOST_TRIES + 3):
        sender(database, after_s=3700 * hour + 1).step()
    (one,) = kept(database)
    assert (one.state, one.attempts) == (DispatchState.GIVEN_UP, MOST_TRIES)
    channels.send_again(at_desk(database, **WHO), one)
    sender(database).step()
    assert kept(database)[0].state is DispatchState.SENT


def test_a_server_that_is_away_is_tried_again(database, other_side):
    added(database, other_side, ChannelKind.WEBHOOK)
    published(database)
    entry = channels.channels(at_desk(database))[0]
    assert entry.value.name == "售前群"
    with stand_in() as gone:
        dead = gone.url
    desk = at_desk(database, **WHO)
    channels.remove_channel(desk, entry)
    other = channel(f"{dead}/webhook", ChannelKind.WEBHOOK, name="新群")
    channels.add_channel(desk, other, public=PUBLIC)
    channels.try_channel(desk, channels.channels(desk)[0])
    sender(database).step()
    waiting, dropped = kept(database)
    assert waiting.state is DispatchState.WAITS
    assert "refused" in waiting.answer.lower()
    assert dropped.state is DispatchState.GIVEN_UP


@pytest.mark.parametrize(
    "answer", [(200, b'{"errcode": 93000}'), (404, b""), (302, b""), (200, b"<")]
)
def test_what_the_other_side_will_never_take_is_not_tried_again(database, other_side, answer):
    added(database, other_side)
    published(database)
    other_side.answers = [answer]
    sender(database).step()
    assert sender(database, after_s=100_000).step() == 0
    assert kept(database)[0].state is DispatchState.REFUSED
    assert other_side.taken == []


def test_a_channel_takes_no_more_than_its_robot_does_in_a_minute(database, other_side):
    entry = added(database, other_side)
    most = robots()[ChannelKind.WECOM].per_minute
    for _ in range(most + 2):
        channels.try_channel(at_desk(database, **WHO), entry)
    assert sender(database).step() == most
    assert sender(database, after_s=30).step() == 0
    assert sender(database, after_s=62).step() == 2


def test_of_two_senders_one_sends(database, other_side):
    added(database, other_side)
    published(database)
    (one,) = kept(database)
    with database.write() as unit:
        assert unit.dispatches.claim(one, SOON + dt.timedelta(minutes=1))
        assert not unit.dispatches.claim(one, SOON + dt.timedelta(minutes=1))
    assert sender(database).step() == 0
    assert sender(database, after_s=120).step() == 1  # whoever took it is gone by then
    with database.write() as unit:  # and comes back too late to say anything
        unit.dispatches.end(one, DispatchState.REFUSED, "late", SOON)
    assert kept(database)[0].state is DispatchState.SENT


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        ({"name": " "}, ["empty"]),
        ({"url": "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"}, ["channel_address"]),
        ({"url": "https://qyapi.weixin.qq.com.evil.example/send"}, ["channel_address"]),
        ({"url": "https://[::1"}, ["channel_address"]),
        ({"team": "谁"}, ["unknown_team"]),
        ({"form": MessageForm.CARD}, ["channel_card_leads"]),
        ({"form": MessageForm.CARD, "leads_to": LeadsTo.WEEK}, ["channel_no_address"]),
        (
            {"form": MessageForm.CARD, "has_mentions": True},
            ["channel_card_leads", "channel_card_calls"],
        ),
        (
            {"kind": ChannelKind.WEBHOOK, "secret": "", "url": "ftp://a"},
            ["channel_address", "channel_secret"],
        ),
    ],
)
def test_what_is_wrong_with_a_channel_is_said_and_nothing_is_kept(database, told, codes):
    url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1"
    new = dataclasses.replace(channel(url), **told)
    with pytest.raises(InputError) as caught:
        channels.add_channel(at_desk(database, **WHO), new, public="")
    assert [fault.code for fault in caught.value.faults] == codes
    assert channels.channels(at_desk(database)) == ()


@pytest.mark.parametrize(
    ("kind", "told", "code"),
    [
        (ChannelKind.WEBHOOK, {"form": MessageForm.CARD}, "channel_no_cards"),
        (ChannelKind.FEISHU, {"has_mentions": True}, "channel_no_calls"),
    ],
)
def test_what_a_robot_does_not_take_is_refused_and_not_left_out(
    database, other_side, kind, told, code
):
    with pytest.raises(InputError) as caught:
        added(database, other_side, kind, **told)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize("kind", [ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU])
def test_a_card_leads_to_the_page_of_the_shop_s_week(database, other_side, kind, monkeypatch):
    monkeypatch.setenv("PAIBAN_PUBLIC_ADDRESS", PUBLIC)
    added(database, other_side, kind, form=MessageForm.CARD, leads_to=LeadsTo.WEEK)
    published(database)
    sender(database).step()
    ((where, told),) = other_side.taken
    assert where == kind
    assert f"{PUBLIC}/week?shop=main&week={s.LABEL}&lang=zh" in str(told)
    assert "【排班】" in str(told)


def test_the_address_of_the_agents_own_page_is_at_the_end_of_a_text(
    database, other_side, monkeypatch
):
    monkeypatch.setenv("PAIBAN_PUBLIC_ADDRESS", f"{PUBLIC}/")
    added(database, other_side, leads_to=LeadsTo.PHONE)
    published(database)
    sender(database).step()
    ((_, told),) = other_side.taken
    assert told["text"]["content"].endswith(f"\n{PUBLIC}/phone#{s.LABEL}")


def test_without_the_setting_the_message_still_goes_out_as_a_text(
    database, other_side, monkeypatch
):
    monkeypatch.delenv("PAIBAN_PUBLIC_ADDRESS", raising=False)
    added(database, other_side, form=MessageForm.CARD, leads_to=LeadsTo.WEEK)
    published(database)
    sender(database).step()
    ((_, told),) = other_side.taken
    assert told["msgtype"] == "text"
    assert "http" not in told["text"]["content"]


def test_a_channel_entered_before_pages_could_be_chosen_keeps_its_address():
    kept = '{"name": "群", "kind": "wecom", "link": "https://old.example"}'
    old = from_document(channels.OutboundChannel, kept)
    assert (old.form, old.leads_to) == (MessageForm.TEXT, LeadsTo.NOWHERE)
    assert address_of(old, "main", s.LABEL, PUBLIC) == "https://old.example"


def test_long_cards_are_cut_and_their_marks_are_escaped():
    key = channels.OutboundKey("https://oapi.dingtalk.com/x", SECRET)
    told = OutboundMessage(
        *(1, "x", "标题" * 100, ("*A* [B](C)", "排" * 3000), PUBLIC), button="查看班表"
    )
    for kind in (ChannelKind.WECOM, ChannelKind.DINGTALK, ChannelKind.FEISHU):
        body = post_of(kind, key, told, s.NOW).body
        assert PUBLIC in body.decode()
        assert len(body) < 19_000
    text = json.loads(post_of(ChannelKind.DINGTALK, key, told, s.NOW).body)["actionCard"]["text"]
    assert "\\*A\\* \\[B\\]\\(C\\)" in text


def test_no_more_messages_go_within_a_second_than_the_robot_takes(database, other_side):
    entry = added(database, other_side, ChannelKind.FEISHU)
    most = robots()[ChannelKind.FEISHU].per_second
    for _ in range(most + 2):
        channels.try_channel(at_desk(database, **WHO), entry)
    assert sender(database).step() == most
    assert sender(database, after_s=2).step() == 2


def test_a_name_is_taken_once(database, other_side):
    added(database, other_side)
    with pytest.raises(InputError) as caught:
        added(database, other_side)
    assert caught.value.faults[0].code == "channel_known"


def test_long_texts_are_cut_between_characters_and_keep_the_address():
    key = channels.OutboundKey("https://qyapi.weixin.qq.com/x")
    message = OutboundMessage(1, "x", "标题", ("排" * 2000,), link="https://paiban.example/week")
    for kind in (ChannelKind.WECOM, ChannelKind.DINGTALK):
        post = post_of(kind, key, message, s.NOW)
        text = post.body.decode()
        assert "https://paiban.example/week" in text
    assert len(post_of(ChannelKind.WECOM, key, message, s.NOW).body) < 2048 + 100


def test_secrets_stand_in_no_log_and_no_list(database, other_side):
    entry = added(database, other_side)
    assert SECRET not in repr(entry)
    with database.read() as unit:
        lines = (
            repr(unit.log_lines.__class__)
            + repr(unit.connection.exec_driver_sql("select * from log_link").all())
            + repr(unit.connection.exec_driver_sql("select * from action").all())
        )
    assert SECRET not in lines
    assert other_side.url not in lines


def test_changes_are_of_people_whose_shifts_differ():
    shifts = s.roster().shifts
    moved = dataclasses.replace(shifts[0], end_min=shifts[0].end_min + 30)
    assert changed_people(Roster(shifts), Roster((moved, *shifts[1:]))) == (moved.agent_id,)
    assert changed_people(Roster(shifts), Roster(shifts)) == ()
