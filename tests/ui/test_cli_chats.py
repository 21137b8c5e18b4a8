"""``paiban import chats``."""

import datetime as dt
import json

from tests.ui.weeks import written

HEAD = "created,answered,closed,queue,who"


def made(path, *, days=21, post="presales"):
    """Write a log of a chat every six minutes of the day shift, and one reply before its chat."""
    rows = [HEAD]
    for day in range(days):
        date = dt.datetime(2026, 11, 2) + dt.timedelta(days=day)  # noqa: DTZ001 - the site's clock
        for number in range(80):
            at = date + dt.timedelta(minutes=540 + 6 * number)
            answered, closed = at + dt.timedelta(seconds=20), at + dt.timedelta(seconds=320)
            rows.append(f"{at},{answered},{closed},{post},小王")
    rows.append(f"2026-11-03 10:00:30,2026-11-03 10:00:00,2026-11-03 10:09:00,{post},小李")
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


MAPPED = ("--map", "start=created,first_reply=answered,end=closed,post=queue,agent=who")


def test_a_log_becomes_a_file_of_volumes_a_forecast_reads(paiban, tmp_path):
    file, out = made(tmp_path / "log.csv"), tmp_path / "volumes.csv"
    ran = paiban("import", "chats", file, *MAPPED, "--out", out, "--json", tmp_path / "r.json")
    assert ran.code == 0
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["rows"] == report["chats"] == 21 * 80 + 1
    found = {each["code"]: each["count"] for each in report["findings"]}
    assert found["reply_before_start"] == 1
    assert "closed_hours" in found
    assert report["posts"]["presales"]["levels"][0]["handle_s"] == 300
    assert paiban("forecast", "--volumes", out).code == 0


def test_a_log_is_merged_into_the_shops_history(paiban, tmp_path):
    folder, _ = written(tmp_path / "week")
    url = f"sqlite:///{tmp_path}/paiban.db"
    assert paiban("import", "week", folder, "--db", url).code == 0
    file = made(tmp_path / "log.csv")
    assert paiban("import", "chats", file, *MAPPED, "--db", url).code == 0
    strange = made(tmp_path / "other.csv", post="cooking")
    ran = paiban("import", "chats", strange, *MAPPED, "--db", url, "--json", "-")
    assert ran.code == 2
    assert [fault["code"] for fault in ran.report["faults"]] == ["volumes_unknown_post"]


def test_usual_heads_need_no_mapping_and_what_was_said_is_remembered(paiban, tmp_path):
    folder, _ = written(tmp_path / "week")
    url = f"sqlite:///{tmp_path}/paiban.db"
    assert paiban("import", "week", folder, "--db", url).code == 0
    file = made(tmp_path / "log.csv", post="热线台")
    text = file.read_text(encoding="utf-8").replace(
        HEAD, "进线时间,首响时间,会话结束时间,技能组,客服"
    )
    file.write_text(text, encoding="utf-8")
    refused = paiban("import", "chats", file, "--db", url, "--json", "-")
    assert [fault["code"] for fault in refused.report["faults"]] == ["volumes_unknown_post"]
    said = ("--which-post", "热线台=presales", "--remember")
    looked = paiban("import", "chats", file, *said, "--dry-run", "--db", url, "--json", "-")
    assert (looked.code, looked.report["kept"]) == (0, False)
    assert paiban("import", "chats", file, "--db", url).code == 2  # nothing stayed of the look
    assert paiban("import", "chats", file, *said, "--db", url).code == 0
    assert paiban("import", "chats", file, "--db", url).code == 0


def test_what_holds_in_every_row_of_a_log_is_its_post_alone(paiban, tmp_path):
    file = made(tmp_path / "log.csv")
    ran = paiban("import", "chats", file, *MAPPED, "--set", "agent=K1", "--json", "-")
    assert (ran.code, ran.report["faults"][0]["code"]) == (2, "said_unknown")
