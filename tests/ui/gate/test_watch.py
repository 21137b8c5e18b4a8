import logging

from scheduler.errors import Fault, StoreError
from tests.loops import in_a_loop
from ui.gate.watch import LineWatch


def test_a_database_that_is_away_is_told_of_once_until_it_is_back(monkeypatch, caplog):
    monkeypatch.setattr("ui.gate.watch.EVERY_S", 0.0)
    looks = iter(["away", "away", "there", "away"])
    watch = LineWatch(house=None)
    watch.lines.add("a line")

    async def look():
        found = next(looks, None)
        if found is None:
            watch.lines.clear()
        elif found == "away":
            raise StoreError(Fault("database_gone", value="x"))

    async def nothing():
        pass

    monkeypatch.setattr(watch, "_look", look)
    monkeypatch.setattr(watch, "_touch", nothing)
    with caplog.at_level(logging.WARNING, "paiban.gate"):
        in_a_loop(watch._run())
    assert len(caplog.messages) == 2
