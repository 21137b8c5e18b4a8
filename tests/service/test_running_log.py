import json
import logging

from service.running_log import JsonLines, in_job, request_id


def line(error=None, text="done %s", args=("x",)):
    info = None if error is None else (type(error), error, error.__traceback__)
    record = logging.LogRecord("paiban.test", logging.ERROR, __file__, 1, text, args, info)
    return json.loads(JsonLines().format(record))


def test_a_line_names_its_request_and_its_job():
    token = request_id.set("abc12345")
    with in_job(7):
        found = line()
    request_id.reset(token)
    assert (found["text"], found["request"], found["job"]) == ("done x", "abc12345", "7")
    assert not {"request", "job"} & line().keys()


def test_an_error_tells_its_kind_and_place_but_nothing_of_a_person():
    try:
        raise ValueError("客服001 earns 4321.00")
    except ValueError as error:
        found = line(error)
    assert found["error"] == "ValueError"
    assert found["raised_at"][0].startswith("test_running_log.py:")
    assert "4321" not in json.dumps(found)
