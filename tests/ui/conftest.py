import pytest

from tests.service import small_shop as s
from tests.ui.command import Paiban


@pytest.fixture
def paiban(capsys):
    return Paiban(capsys)


@pytest.fixture
def db(tmp_path):
    """Return the path of a database with a small shop and its week."""
    return s.lay(tmp_path / "shop.db", s.with_week())
