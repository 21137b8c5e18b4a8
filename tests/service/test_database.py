import pytest

from scheduler.errors import InputError
from service import database as places
from service.roster import intake, weeks
from tests.desks import at_desk
from tests.service import small_shop as s

pytestmark = pytest.mark.sqlite


def test_a_backup_comes_back_elsewhere(tmp_path):
    kept = s.database(tmp_path)
    intake.keep_week(at_desk(kept, by="t", now=s.NOW), s.week())
    places.backup(kept.url, tmp_path / "copy.db")
    url = places.url_of(str(tmp_path / "new" / "paiban.db"))
    places.restore(tmp_path / "copy.db", url, now=s.NOW)
    again = places.open_database(url)
    assert weeks.weeks(at_desk(again)) == weeks.weeks(at_desk(kept))
    for each in (kept, again):
        each.close()


def test_a_database_in_use_is_not_overwritten(tmp_path):
    kept = s.database(tmp_path)
    places.backup(kept.url, tmp_path / "copy.db")
    with pytest.raises(InputError) as error:
        places.restore(tmp_path / "copy.db", kept.url, now=s.NOW)
    assert error.value.faults[0].code == "restore_exists"
    kept.close()


@pytest.mark.parametrize(
    ("name", "code"),
    [("nothing.db", "file_missing"), ("text.db", "backup_unreadable")],
)
def test_what_is_no_backup_is_refused(tmp_path, name, code):
    (tmp_path / "text.db").write_text("hello")
    with pytest.raises(InputError) as error:
        places.restore(tmp_path / name, places.url_of(str(tmp_path / "new.db")), now=s.NOW)
    assert error.value.faults[0].code == code
    assert not (tmp_path / "new.db").exists()
