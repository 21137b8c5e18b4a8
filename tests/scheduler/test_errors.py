import pickle

import pytest

from scheduler.errors import (
    Fault,
    InputError,
    PaibanError,
    SolverError,
    StoreError,
    gathering,
    require,
)


def test_input_error_carries_all_its_faults():
    faults = (Fault("empty", "agents.csv", 3, "agent_id"), Fault("negative", value="-3"))
    assert InputError(faults).faults == faults
    assert InputError(faults[0]).faults == faults[:1]


def test_fault_tells_place_value_and_details_to_programmers():
    fault = Fault("off_grid", "r.csv", 214, "start", "08:10", {"interval_min": 30})
    assert str(fault) == "r.csv line 214 column start: off_grid ('08:10'): interval_min=30"


def test_input_error_survives_the_way_from_another_process():
    error = InputError([Fault("negative", "volumes.csv", 3, "volume", "-3", {"limit": 0})])
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_require_gives_the_fault_its_column_and_value():
    require(True, "negative")
    with pytest.raises(InputError) as caught:
        require(False, "negative", column="weight", value=-1, limit=0)
    assert caught.value.faults == (
        Fault("negative", column="weight", value="-1", details={"limit": 0}),
    )


def test_errors_tell_what_the_caller_can_do():
    assert all(issubclass(kind, PaibanError) for kind in (InputError, StoreError, SolverError))


def checked(*conditions):
    with gathering() as check:
        for code, holds in conditions:
            check(holds, code)


def test_gathering_tells_all_that_is_wrong_at_once():
    with pytest.raises(InputError) as caught:
        checked(("empty", True), ("negative", False), ("not_positive", False))
    assert [fault.code for fault in caught.value.faults] == ["negative", "not_positive"]


def test_gathering_nothing_raises_nothing():
    checked(("empty", True))
    checked()


def test_the_same_fault_is_told_once():
    wide, tall = Fault("sheet_too_large", file="w.xlsx"), Fault("sheet_too_large", file="x.xlsx")
    assert InputError([wide, tall, wide]).faults == (wide, tall)
