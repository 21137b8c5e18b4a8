import dataclasses
import datetime as dt
import gzip

import numpy as np
import pytest

from scheduler.demand import Volumes
from service.demand.forecasting import special_days
from service.demand.volume_file import NoRow, Repeated, VolumeFile
from service.demand.volume_said import no_row_of, repeated_of
from service.history.past_check import checked_history
from service.history.volumes import history, import_volumes
from service.shop.shops import posts
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened, seen
from ui.parts.planner.history_files import history_csv
from ui.parts.planner.history_pictures import by_hour, doubtful

WHO = {"by": "王经理", "now": s.NOW}
ROWS = "时间,队列,咨询量\n2026-11-20 09:00,presales,4\n2026-11-20 09:30,presales,5\n"
LOG = (
    "post,agent_id,assigned_to,arrived,replied,ended\n"
    "presales,,,2026-11-20T09:05:00,,2026-11-20T09:06:00\n"
    "presales,,,2026-11-20T09:05:00,,2026-11-20T09:06:00\n"
    "presales,,,2026-11-20T09:07:00,,2026-11-20T09:08:00\n"
)


@pytest.fixture
def past(week):
    """Return a database with four weeks of history in which an afternoon is missing."""
    whole = s.volumes()
    counts = np.random.default_rng(3).poisson(whole.counts).astype(float)
    counts[0, 48 * 9 + 28 : 48 * 9 + 32] = np.nan
    import_volumes(at_desk(week, **WHO), Volumes(s.CLOCK, 30, s.POSTS, whole.start_min, counts))
    return week


@pytest.mark.usefixtures("past")
def test_what_is_missing_is_listed_with_times_and_what_to_do(app):
    shown = seen(opened(app, "history", role="planner"))
    assert not app.exception
    assert "1 处需核对" in shown
    assert "缺少记录" in shown
    assert "周三 11月11日 14:00-16:00" in shown
    assert "从平台补导" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.usefixtures("past")
def test_page_opens_in_both_languages(app, lang):
    opened(app, "history", role="planner", lang=lang)
    assert not app.exception
    assert not app.error


@pytest.mark.usefixtures("week")
def test_without_a_history_the_import_is_offered(app):
    shown = seen(opened(app, "history", role="planner"))
    assert "还没有历史咨询量" in shown
    assert app.file_uploader(key="past.file.volumes")


@pytest.mark.usefixtures("database")
def test_without_a_shop_the_way_to_one_is_offered(app):
    assert "还没有店铺" in seen(opened(app, "history", role="planner"))


def put(app, kind, name, content):
    uploader = app.file_uploader(key=f"past.file.{kind}")
    uploader.set_value((name, content, "application/octet-stream")).run()


def test_volumes_are_imported_under_the_names_of_their_columns(app, week):
    opened(app, "history", role="planner")
    put(app, "volumes", "导出.csv", ROWS.encode("gbk"))
    chosen = {part.label: part.value for part in app.selectbox if part.label.endswith("列")}
    assert chosen == {"时间列": "时间", "咨询量列": "咨询量", "岗位列": "队列"}
    button(app, "past.take_volumes").click().run()
    assert not app.exception
    kept = history(at_desk(week), s.MONDAY).volumes
    assert np.nansum(kept.counts) == 9
    assert "已导入" in seen(app)


def holed():
    """Return three weeks of half hours, 09:00 to 18:00; at noon there are rows on Mondays only."""
    rows = ["start,post,volume"]
    for day in range(21):
        date = dt.date(2026, 11, 2) + dt.timedelta(days=day)
        for place in range(18):
            if place != 6 or date.weekday() == 0:
                at = f"{9 + place // 2:02d}:{30 * (place % 2):02d}"
                rows.append(f"{date}T{at},presales,5")
    return "\n".join(rows).encode()


def test_what_intervals_without_a_row_mean_is_asked_kept_and_told(app, week):
    opened(app, "history", role="planner")
    put(app, "volumes", "holed.csv", holed())
    (asked,) = (part for part in app.radio if part.key.startswith("past.no_row."))
    assert (asked.label, asked.value) == ("营业时间内有 18 个时段没有行。它们表示", None)
    assert button(app, "past.take_volumes").disabled  # nobody said
    assert "请先回答上面的问题" in seen(app)
    asked = next(part for part in app.radio if part.key.startswith("past.no_row."))
    asked.set_value("zero").run()
    button(app, "past.take_volumes").click().run()
    assert not app.exception
    counts = history(at_desk(week), s.MONDAY).volumes.counts
    assert (np.nansum(counts), int((counts == 0).sum())) == (5 * (21 * 17 + 3), 18)
    assert "文件共 360 行，全部采用。" in seen(app)
    assert "18 个时段没有行：按没有咨询（0）" in seen(app)
    assert no_row_of(at_desk(week)) is NoRow.ZERO


def test_faults_of_a_file_are_listed_and_nothing_is_kept(app, week):
    opened(app, "history", role="planner")
    put(app, "volumes", "x.csv", (ROWS + "2026-11-20 10:00,presales,many\n").encode())
    assert not app.exception
    assert "什么都没有导入" in seen(app)
    assert history(at_desk(week), s.MONDAY).volumes is None


def test_which_of_two_rows_holds_is_asked_and_remembered(app, week):
    opened(app, "history", role="planner")
    twice = ROWS + "2026-11-20 09:00,presales,7\n"
    put(app, "volumes", "x.csv", twice.encode())
    assert button(app, "past.take_volumes").disabled
    asked = next(part for part in app.radio if part.key.startswith("past.repeated."))
    asked.set_value("larger").run()
    button(app, "past.take_volumes").click().run()
    assert np.nansum(history(at_desk(week), s.MONDAY).volumes.counts) == 12
    assert repeated_of(at_desk(week)) is Repeated.LARGER


def test_posts_are_asked_once_by_their_names(app, week):
    rows = [(at, name) for at in ("09:00", "09:30") for name in ("VIP组", "投诉组", "新组", "售前")]
    lines = [f"2026-11-20 {at},{name},4,120" for at, name in rows]
    file = "\n".join(["时间,队列,咨询量,平均处理时长(秒)", *lines]).encode()
    opened(app, "history", role="planner")
    put(app, "volumes", "x.csv", file)
    assert button(app, "past.take_volumes").disabled
    answers = {"VIP组": "aftersales", "投诉组": "\0out", "新组": "\0new"}
    for name, answer in answers.items():
        key = f"past.only_post.{name}."
        next(part for part in app.selectbox if part.key.startswith(key)).set_value(answer).run()
    button(app, "past.take_volumes").click().run()
    assert not app.exception
    assert history(at_desk(week), s.MONDAY).volumes.posts == ("aftersales", "新组", "presales")
    assert [post.id for post in posts(at_desk(week))] == [*s.POSTS, "新组"]
    assert "2 行属于不导入的岗位" in seen(app)
    button(app, "look.use_handle.aftersales").click().run()
    assert {one.id: one.staffing.handle_s for one in posts(at_desk(week))}["aftersales"] == 120
    put(app, "volumes", "x.csv", file)
    assert not button(app, "past.take_volumes").disabled


@pytest.mark.usefixtures("week")
def test_a_file_that_is_no_table_is_refused_in_a_sentence(app):
    opened(app, "history", role="planner")
    put(app, "volumes", "x.csv", b"\x00\x01\x02\xff")
    assert not app.exception
    assert "什么都没有导入" in seen(app)


def test_a_log_of_chats_is_counted_into_the_history(app, week):
    opened(app, "history", role="planner")
    kind = next(part for part in app.button_group if part.key == "past.kind")
    kind.set_value("chats").run()
    put(app, "chats", "log.csv.gz", gzip.compress(LOG.encode()))
    chosen = {part.label: part.value for part in app.selectbox if part.label.endswith("列")}
    assert chosen["进线时间列"] == "arrived"
    assert chosen["首次响应时间列"] == "replied"
    button(app, "past.take_chats").click().run()
    assert not app.exception
    assert np.nansum(history(at_desk(week), s.MONDAY).volumes.counts) == 2
    text = seen(app)
    assert "1 行与前面的行完全相同" in text
    assert "平均耐心" in text
    button(app, "past.chat_use.presales").click().run()
    assert not app.exception
    assert {post.id: post.staffing.patience_s for post in posts(at_desk(week))}["presales"] == 60


def test_posts_of_a_log_are_asked_once_by_their_names(app, week):
    log = LOG.replace("presales", "VIP组").encode()
    for _ in ("first", "second"):
        opened(app, "history", role="planner")
        next(part for part in app.button_group if part.key == "past.kind").set_value("chats").run()
        put(app, "chats", "log.csv", log)
        asked = [p for p in app.selectbox if p.key.startswith("past.only_post.VIP组.")]
        if asked:
            assert button(app, "past.take_chats").disabled
            asked[0].set_value("aftersales").run()
            button(app, "past.take_chats").click().run()
            assert not app.exception
    assert not asked
    kept = history(at_desk(week), s.MONDAY).volumes
    assert kept.posts == ("aftersales",)
    assert np.nansum(kept.counts) == 2


@pytest.mark.usefixtures("week")
def test_a_log_whose_times_cannot_be_read_is_refused_with_its_line(app):
    opened(app, "history", role="planner")
    kind = next(part for part in app.button_group if part.key == "past.kind")
    kind.set_value("chats").run()
    put(app, "chats", "log.csv", b"post,arrived\npresales,yesterday\n")
    assert not app.exception
    assert "“yesterday”不是时间" in seen(app)


def test_a_day_far_above_its_like_is_entered_as_a_promotion_and_taken_back(app, week):
    whole = s.volumes(s.MONDAY - dt.timedelta(days=49), days=49)
    counts = np.random.default_rng(3).poisson(whole.counts).astype(float)
    counts[:, 48 * 30 : 48 * 31] *= 3
    import_volumes(at_desk(week, **WHO), Volumes(s.CLOCK, 30, s.POSTS, whole.start_min, counts))
    shown = seen(opened(app, "history", role="planner"))
    assert "周三 11月11日：远高于同类日子" in shown
    button(app, "decide.0.promotion").click().run()
    assert not app.exception
    assert [(day.name, day.posts) for day in special_days(at_desk(week))] == [("11.11", None)]
    assert "周三 11月11日：大促“11.11”（全部岗位）" in seen(app)
    button(app, "decide.back.0").click().run()
    assert special_days(at_desk(week)) == ()


def checked(database):
    return checked_history(at_desk(database), s.MONDAY)


def test_doubtful_records_are_left_out_of_the_usual_hours(past):
    known = checked(past)
    assert doubtful(known, "presales").sum() == 4
    assert doubtful(known, "aftersales").sum() == 0


def test_usual_hours_are_means_of_whole_hours(week):
    whole = s.volumes(s.MONDAY - dt.timedelta(days=14), 14, 0.0)
    counts = np.tile(np.arange(672.0) % 97, (2, 1))  # no two days alike
    counts[0, 18] = np.nan
    import_volumes(at_desk(week, **WHO), dataclasses.replace(whole, counts=counts))
    cells = by_hour(checked(week), special=True)["presales"].set_index(["day", "time"])["value"]
    assert len(cells) == 168
    first, second = counts[0, 20:22].sum(), counts[0, 356:358].sum()
    assert cells["周一", "10:00-11:00"] == (first + second) / 2
    assert cells["周一", "09:00-10:00"] == counts[0, 354:356].sum()  # half an hour is missing


def test_handed_out_history_can_be_taken_in_again(past, tmp_path):
    before = checked(past).volumes
    path = tmp_path / "volumes.csv"
    path.write_bytes(history_csv(before))
    after = VolumeFile(path).read().volumes
    assert after.posts == before.posts
    np.testing.assert_array_equal(np.nansum(after.counts, 1), np.nansum(before.counts, 1))
