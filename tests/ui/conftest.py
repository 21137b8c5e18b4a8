import pytest

from tests.ui.command import Paiban


@pytest.fixture
def paiban(capsys):
    return Paiban(capsys)
