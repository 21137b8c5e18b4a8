"""The sentences of both languages: whole, alike, and spoken for every code."""

import ast
import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from string import Formatter

import pytest

from kpi.metrics.measure import Better, Measured
from kpi.pay.commission import TierMode
from kpi.pay.pay_part import RankedBy
from kpi.pay.payout import Pays, Unpaid
from kpi.pay.reckoning import OVER
from kpi.scheme.line import Scoring
from kpi.scheme.targets import Level
from kpi.score.counted import Whose
from kpi.score.scorecard import Blend, LineLeftOut
from kpi.score.told import OF_EXCUSED, POINTS
from scheduler.errors import Fault, InputError
from scheduler.verify.checker import RULES
from scheduler.verify.verdict import Violation
from service.access.rights import RIGHTS
from tests.builders import agent, at, horizon, problem
from ui.words.catalogue import FOLDER, LANGUAGES, catalogue, has, t
from ui.words.names import rule_name
from ui.words.sentences import fault_sentence, violation_sentence

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"\{[^}]*\}")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_.\-/=:+]*")
CODE = re.compile(r"[A-Z]+s?|.*[0-9_.\-/=:+].*|[a-zA-Z]")  # CSV, agents.csv, 2026-W49, x
NAMES = {  # words that Chinese users see as they are: programs, formats, values, files' columns
    *(
        "Excel",
        "Numbers",
        "SQLite",
        "PostgreSQL",
        "Ctrl",
        "gzip",
        "xlsx",
        "paiban",
        "Erlang",
        "Chromium",
        *("psycopg", "binary", "createdb", "pgpass", "template0", "upgrade"),
        *("parts", "workers"),  # options
        *("Cookie", "oidc", "providers", "provider", "subject", "link", "unlink", "reset"),
        *("sub", "unionId", "userid"),
        *("Webhook", "http", "https", "English", "fonts-noto-cjk", "font", "ttf", "otf", "ttc"),
    ),
    *(
        "yes",
        "no",
        "off",
        "not",
        "weekend",
        "zh",
        "en",
        "Asia",
        "Shanghai",
        "data",
        "show",
        "mon",
        "fri",
        "sat",
    ),
    *("presales", "aftersales", "insales", "start", "end", "volume", "volumes", "post", "posts"),
    *(
        "imputed",
        "agents",
        "meal",
        "week",
        "date",
        "kind",
        "name",
        "factor",
        "make_up_day",
        "speeds_from",
        "rhythm",
        "reply_cycle",
    ),
    *("zero", "unknown", "first_reply", "agent", "abandoned", "map", "time", "timezone"),
    *("promotion", "holiday", "closed", "statsforecast", "AutoETS", "AutoTheta", "LightGBM"),
    *("models", "pip", "install", "at", "worker", "memory", "cluster", "Dask"),
    *("keep", "fit", "drop", "absent", "cut", "expect", "liveable", "default", "strict", "rules"),
    *("together", "night", "opening"),
    *("admin", "create", "list", "sessions", "cert", "key", "address", "behind", "proxy"),
    *("vendor", "shop"),
    *(
        "change",
        "depth",
        "false",
        "grid",
        "level",
        "margin",
        "percent",
        "processes",
        "roster",
        "true",
        "values",
        "what",
    ),
    *("first", "last", "opens", "rule"),
    *("attrition", "budget", "hires", "short", "sweep", "target", "wages", "whatif"),
    *("db", "backup", "check", "replace", "restore", "serve", "audit", "anchor", "to", "verify"),
}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_files():
    files = [{path.name for path in (FOLDER / lang).glob("*.po")} for lang in LANGUAGES]
    assert files[0] == files[1]


def test_both_languages_have_the_same_keys():
    assert catalogue("zh").keys() == catalogue("en").keys()


def test_no_sentence_is_empty():
    for lang in LANGUAGES:
        assert not [key for key, text in catalogue(lang).items() if not text.strip()]


def test_both_languages_name_the_same_values():
    chinese, english = catalogue("zh"), catalogue("en")
    assert not [key for key in chinese if placeholders(chinese[key]) != placeholders(english[key])]


def test_chinese_sentences_hold_no_stray_english():
    strays = {
        key: words
        for key, text in catalogue("zh").items()
        if not key.startswith("format.")
        and (words := [w for w in LATIN.findall(PLACEHOLDER.sub("", text)) if is_stray(w)])
    }
    assert not strays  # a name that stays as it is belongs into NAMES


def is_stray(word):
    return word.rstrip(".:") not in NAMES and not CODE.fullmatch(word.rstrip(".:"))


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("请存为 CSV 或 agents.csv，如 2026-W49", []),
        ("请 save 文件", ["save"]),
        ("Roster 已发布", ["Roster"]),
    ],
)
def test_stray_english_is_recognised(text, strays):
    assert [word for word in LATIN.findall(text) if is_stray(word)] == strays


def test_english_sentences_hold_no_chinese():
    kept = {"language.zh", "lang.zh"}
    assert not [
        key
        for key, text in catalogue("en").items()
        if re.search(r"[\u4e00-\u9fff]", text) and not (kept & {key} or "zh" in key)
    ]


def calls_with_codes():
    """Yield the fault code, file and given values of each call that makes a fault."""
    for package in ("scheduler", "kpi", "store", "service", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in (
                    "Fault",
                    "require",
                    "check",
                ):
                    position = 0 if ast.unparse(node.func) == "Fault" else 1
                    code = node.args[position] if len(node.args) > position else None
                    if isinstance(code, ast.Constant):
                        yield code.value, path.relative_to(ROOT).as_posix(), given(node)


def fields_of_faults():
    """Yield the fields that faults name, which a form or a command has and no file."""
    for package in ("scheduler", "kpi", "store", "service", "ui"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in FAULTING:
                    for keyword in node.keywords:
                        if keyword.arg == "column" and isinstance(keyword.value, ast.Constant):
                            yield keyword.value.value, path.relative_to(ROOT).as_posix()


FAULTING = ("Fault", "require", "check")


def test_english_actions_follow_a_name_in_a_sentence():
    told = {key: t(key, "en") for key in catalogue("en") if key.startswith("action.")}
    assert told
    odd = re.compile(r"[A-Z]|.*\b(was|were)\b")
    assert not {key: text for key, text in told.items() if odd.match(text)}


def test_every_action_that_has_a_word_has_a_row_in_the_table_of_rights():
    told = {key.removeprefix("action.") for key in catalogue("en") if key.startswith("action.")}
    assert set(RIGHTS) == told  # service/access/rights.py; then python docs/roles.py


def test_every_field_a_fault_names_has_words():
    named = {field: path for field, path in fields_of_faults() if field}
    assert len(named) > 100
    assert not {field: named[field] for field in named if not has(f"field.{field}", "zh")}


@pytest.mark.parametrize("field", ["weight", "by", "agent_id"])
def test_a_field_is_told_in_words_and_a_files_column_as_it_stands(field):
    for lang in LANGUAGES:
        assert field not in fault_sentence(Fault("empty", column=field), lang).split()
        assert t(f"field.{field}", lang) in fault_sentence(Fault("empty", column=field), lang)
        assert field in fault_sentence(Fault("empty", "a.csv", 2, field), lang)


def given(call):
    """Return the names of a call's values; None where they are computed."""
    names = {"value"}
    for keyword in call.keywords:
        if keyword.arg is None:
            return None
        if keyword.arg != "details":
            names.add(keyword.arg)
        elif isinstance(keyword.value, ast.Dict):
            names |= {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
        else:
            return None
    return names


def test_every_fault_code_has_its_sentence():
    missing = {code: path for code, path, _ in calls_with_codes() if not has(f"fault.{code}", "zh")}
    assert not missing


def test_every_fault_gives_the_values_its_sentence_names():
    lacking = [
        (code, path, placeholders(t(f"fault.{code}", "zh")) - names)
        for code, path, names in calls_with_codes()
        if names is not None and has(f"fault.{code}", "zh")
    ]
    assert not [found for found in lacking if found[2]]


def test_code_without_a_sentence_is_an_error_under_test():
    with pytest.raises(KeyError, match=r"fault\.nonsense"):
        fault_sentence(Fault("nonsense"), "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("rule", [rule.__name__ for rule in RULES])
def test_every_rule_has_a_name_and_a_sentence(rule, lang):
    assert rule_name(rule, lang) != rule
    violation = Violation(rule, "A1", "presales", at(0, "08:00"), 90, 660)
    sentence = violation_sentence(violation, problem(), lang)
    assert "{" not in sentence
    assert "A1" in sentence or rule in {"sealed", "seniority"}


def test_rest_is_told_with_both_times_and_the_limit():
    violation = Violation("rest", "A1", "presales", at(1, "07:00"), 540, 660)
    assert violation_sentence(violation, problem(), "en") == (
        "Agent A1 (A1): 540 min (9 h) between Mon 30 Nov 22:00 and Tue 1 Dec 07:00, "
        "needs 660 min (11 h)."
    )
    assert violation_sentence(violation, problem(), "zh") == (
        "Agent A1（A1） 从 11月30日周一 22:00 下班到 12月1日周二 07:00 上班"
        "只隔 540 分钟（9 小时），至少要隔 660 分钟（11 小时）。"
    )


def test_overlapping_shifts_are_told_as_such():
    violation = Violation("rest", "A1", "presales", at(0, "12:00"), -300, 660)
    sentence = violation_sentence(violation, problem(), "en")
    assert "two shifts overlap; one ends Mon 30 Nov 17:00" in sentence


def test_open_post_is_told_with_people_and_time():
    violation = Violation("sealed", "", "presales", at(5, "21:00"), 0, 1)
    said = violation_sentence(violation, problem(), "zh")
    assert said == "售前 12月5日周六 21:00 只有 0 人在岗，至少要 1 人。"


def test_hours_are_told_in_hours():
    violation = Violation("hours_per_week", "A1", "", at(0), 2430, 2400)
    said = violation_sentence(violation, problem(), "en")
    assert said == "Agent A1 (A1) works 40.5 h in the week from Mon 30 Nov; at most 40 h."


def test_unknown_agent_is_told_by_the_id():
    said = violation_sentence(Violation("unknown_agent", "X9", "presales", at(0)), problem(), "en")
    assert "X9, who is not on the staff list" in said


def test_agent_whose_name_is_the_id_is_told_once():
    plain = problem(agents=[replace(agent("客服001"), name="客服001")])
    violation = Violation("two_shifts_a_day", "客服001", "presales", at(0))
    assert violation_sentence(violation, plain, "zh").count("客服001") == 1


def test_fault_is_told_with_its_place():
    fault = Fault("negative", "volumes.csv", 214, "volume", "-3")
    assert fault_sentence(fault, "en") == (
        "volumes.csv line 214 column volume: -3 is below 0. Enter 0 or more."
    )
    assert fault_sentence(fault, "zh") == (
        "volumes.csv 第 214 行 volume 列：-3 小于 0。请填写 0 或更大的数。"
    )


def test_fault_of_a_document_is_told_with_its_key():
    fault = Fault("missing_key", "rules.toml", 6, "hours.min_rest_hours")
    assert "line 6 key hours.min_rest_hours:" in fault_sentence(fault, "en")


def test_fault_without_place_or_value_is_a_whole_sentence():
    assert fault_sentence(Fault("negative"), "en") == "The value is below 0. Enter 0 or more."
    assert fault_sentence(Fault("negative"), "zh") == "所填内容 小于 0。请填写 0 或更大的数。"


def test_dates_in_a_fault_are_told_as_dates():
    details = {"first": dt.date(2026, 11, 30), "last": dt.date(2026, 12, 6)}
    fault = Fault("date_outside", "pins.csv", 2, "start", "2026-12-07T08:00", details)
    assert "(Mon 30 Nov to Sun 6 Dec)" in fault_sentence(fault, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hour_that_is_skipped_is_told_with_the_zone(lang):
    with pytest.raises(InputError) as caught:
        horizon(timezone="Europe/Berlin").clock.parse("2026-03-29T02:30")
    (fault,) = caught.value.faults
    assert "Europe/Berlin" in fault_sentence(fault, lang)


def told_calls():
    """Yield the code, file and values of each sentence of an explanation."""
    for path in sorted((ROOT / "kpi").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "told":
                named = {keyword.arg for keyword in node.keywords}
                code = node.args[0]
                whole = None if None in named else named
                if isinstance(code, ast.Constant):
                    yield code.value, path.relative_to(ROOT).as_posix(), whole


CHOSEN = {  # sentences that are chosen by a kind
    *(f"blend_{by}" for by in Blend),
    *(f"tier_mode_{mode}" for mode in TierMode),
    *(f"placed_by_{by}" for by in RankedBy),
    *("placed_without", "placed_uncounted"),
    *(f"target_{level}" for level in Level),
    *(f"excused_{column}" for column in OF_EXCUSED),
    *(f"value_{unit}" for unit in Measured if unit is not Measured.COUNT),
    *("value_count_alone", "value_yuan_alone"),
    *(f"points_target_{way}" for way in (*Better, "met")),
    *("commission_was", "commission_is", "quota", "quota_held", "net_sales", "net_sales_none"),
    *("band_met", "band_slope", "band_below", "band_above", "points_deduct", "points_deduct_begun"),
    *("veto_kept", "veto_broken", "value_of_target"),
    *(f"sum_{whose}" for whose in Whose),
    *("rate_step", "wage_step", "held_back", "scored_anyway"),
}


def test_every_sentence_of_an_explanation_has_its_words():
    codes = {code: path for code, path, _ in told_calls()}
    known = {key.removeprefix("told.") for key in catalogue("zh") if key.startswith("told.")}
    assert {*codes, *CHOSEN} == known


def test_an_explanation_gives_the_values_its_sentence_names():
    made = {"band", "span"}  # of the numbers beside them
    assert not [
        (code, path, lacking)
        for code, path, names in told_calls()
        if names and (lacking := placeholders(t(f"told.{code}", "zh")) - names - made)
    ]


def test_every_kind_of_pay_and_every_note_of_it_has_words():
    spoken = [f"pays.{one}" for one in Pays] + [f"unpaid.{one}" for one in Unpaid]
    spoken += [f"left_out.{one}" for one in LineLeftOut] + [f"blend.{one}" for one in Blend]
    assert not [key for key in spoken if not has(key, "zh")]
    assert set(POINTS) == set(Scoring)


def numbers_of_lines():
    """Yield the names of the numbers that payouts are made from, as the code spells them."""
    for path in sorted((ROOT / "kpi" / "pay").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
            if called.endswith(".quotient"):
                yield from (word.arg.removeprefix(OVER) for word in node.keywords if word.arg)
            elif called in ("line", "PayoutLine"):
                for part in ast.walk(node):
                    if isinstance(part, ast.Dict):
                        yield from (key.value for key in part.keys if key is not None)


def test_every_number_of_a_payout_has_words_that_say_its_unit():
    names = {*numbers_of_lines(), "base_and_performance"}
    assert {"weekdays", "base", "normal_pay", "rate"} <= names
    for lang in LANGUAGES:
        assert not [name for name in names if not has(f"factor.{name}", lang)]
        said = {key: text for key, text in catalogue(lang).items() if key.startswith("factor.")}
        assert not [key for key, text in said.items() if placeholders(text) != {"value"}]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.po")), ids=lambda path: path.stem)
def test_a_file_of_words_says_each_sentence_once(path):
    keys = re.findall(r'^msgid "(.+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))
