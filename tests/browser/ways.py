"""The first mornings of people with their own files, as the tests and the benchmark go them."""

import re
import time

MADE = ".st-key-publish-open button:not([disabled])"
SOLVE_MS = 600_000  # for a busy machine
LINES = (
    ("询单转化率", "40"),
    ("首次响应时间", "20"),
    ("满意度", "20"),
    ("有责投诉率", "10"),
    ("出勤（迟到早退次数）", ""),  # what is left of 100
)
"""Of a scheme: the indicators and their weights."""


def set_up(hand, name, hours, staff, people):
    """Set a shop of one post up and take its staff list in."""
    say = hand.say
    hand.fill(say("setup.name"), name)
    hand.fill(say("setup.opening"), hours)
    hand.fill(say("setup.posts"), "售前")
    hand.press(say("setup.create"))
    hand.give(say("setup.step_people"), staff)
    hand.press(say("staff_file.go_on"))
    hand.press(say("staff_file.take", count=people))


def take_past(hand, volumes, roster, odd, meant, *, left_out=()):
    """Take volumes and the roster in use in, and say what one odd cell of it means."""
    say = hand.say
    hand.give(say("setup.step_history"), volumes)
    for post in left_out:
        hand.choose(say("look.which", name=post), say("look.post_out"))
    hand.press(say("past.take"), exact=True)
    hand.give(say("setup.step_past"), roster)
    hand.press(say("import.agreed_go"))
    hand.choose(odd, meant)
    hand.press(say("import.codes_take"))


def make_week(hand):
    """Have the week to come opened, forecast and staffed."""
    hand.press(re.compile(hand.say("setup.make", week="[-0-9W]+")))


def solve_and_publish(hand, name):
    """Solve the week and publish it; return the seconds that were waited for the roster."""
    say = hand.say
    hand.press(say("solve.start"))
    hand.shortest()
    hand.start(say("solve.go"), exact=True, within=hand.page.get_by_role("dialog"))
    waited = _wait_for_roster(hand)
    hand.press(say("publish.open"), exact=True)
    hand.fill(say("publish.name"), name)
    hand.page.keyboard.press("Tab")
    hand.settle()
    hand.press(say("publish.go"), exact=True, within=hand.page.get_by_role("dialog"))
    return waited


def _wait_for_roster(hand):
    began = time.perf_counter()
    hand.page.wait_for_selector(MADE, timeout=SOLVE_MS)  # the first one is kept by itself
    hand.settle()
    return time.perf_counter() - began


def next_week(hand, volumes):
    """Come from the page of a week and newer volumes to the week after it, published."""
    say = hand.say
    anything = re.escape(say("next.history_until", date="§", days="§")).replace("§", ".*")
    hand.press(re.compile(anything))
    hand.give(say("setup.step_history"), volumes)
    hand.press(say("past.take"), exact=True)
    make_week(hand)
    hand.start(say("solve.start"))  # within the time that was said before
    waited = _wait_for_roster(hand)
    hand.press(say("publish.open"), exact=True)
    hand.press(say("publish.go"), exact=True, within=hand.page.get_by_role("dialog"))
    return waited


def close_month(hand, look, files, owner):
    """Come from the five files of a month, in Chinese, to its scores, paid and locked."""
    hand.visit("data", **look)
    hand.upload(*files)
    hand.press("导入 1 个文件")  # the staff list; the others wait for it
    hand.choose("岗位", "售前")
    hand.choose("处理人", owner)
    hand.press("导入 4 个文件")
    hand.press("按这个时间算")
    hand.visit("scheme_editor", **look)
    hand.choose("从哪个方案开始", "空白方案：售前")
    hand.press("复制到编辑区")
    for indicator, weight in LINES:
        hand.choose("添加考核项目", indicator, exact=True)
        hand.press("添加", exact=True)
        if weight:
            hand.number("权重", weight)
    hand.press("发布新版本")
    hand.visit("month", **look)
    assert hand.sees("评分前检查")
    told = hand.page.locator('[role="gridcell"]', has_text="满意度").first
    told.wait_for(state="attached")  # whom nobody rated is told before anybody is scored
    _score(hand)
    hand.visit("payout", **look)
    _lock(hand)


def _score(hand):
    """Have a month scored and paid, and wait for the worker that does it."""
    hand.start("评分并计算奖金")
    assert hand.sees("次评分 ·")
    hand.settle()


def _lock(hand):
    """Send a month to review, and have somebody else approve and lock it."""
    hand.press("送审")
    hand.count += 2
    hand.say_who("店长")
    hand.press("批准")
    hand.press("锁定")
    assert hand.sees("已锁定，可以按工资表发放")


def next_month(hand, files):
    """Come from the first page of HR, in Chinese, with a month's files to it, paid and locked."""
    hand.press(re.compile("还不能算|待处理"))  # the month that waits
    hand.upload(*files)
    hand.press("导入 3 个文件")  # staff list and pay list say nothing new
    hand.count += 1
    hand.go("去评分")
    _score(hand)
    hand.count += 1
    hand.go("奖金")
    _lock(hand)
