import pytest
from streamlit.testing.v1 import AppTest

from service.database import URL_VARIABLE
from service.roster.intake import keep_week
from service.roster.publishing import keep_roster
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import APP, PATIENCE_S

WHO = {"by": "王经理", "now": s.NOW}


@pytest.fixture
def database(tmp_path, monkeypatch):
    opened = s.database(tmp_path)
    monkeypatch.setenv(URL_VARIABLE, opened.url)
    yield opened
    opened.close()


@pytest.fixture
def week(database):
    keep_week(at_desk(database, **WHO), s.week(), shop_name="小店")
    return database


@pytest.fixture
def draft(week):
    keep_roster(at_desk(week, **WHO), s.LABEL, s.roster())
    return week


@pytest.fixture
def app():
    return AppTest.from_file(str(APP), default_timeout=PATIENCE_S)
