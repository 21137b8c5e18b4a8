"""The tables of who holds which role come and go with their step."""

from alembic import command
from sqlalchemy import inspect

from store.steps import _config
from tests.service import small_shop as s


def test_steps_back_and_forth_lead_to_the_same_tables(tmp_path):
    """The step of these tables goes back too; ``tests/store`` sees that it leads forward."""

    opened = s.database(tmp_path)
    with opened.write() as unit:
        config = _config()
        config.attributes["connection"] = unit.connection
        command.downgrade(config, "0017")
        names = inspect(unit.connection).get_table_names()
        assert not {"role_grant", "vendor_team"} & set(names)
        command.upgrade(config, "head")
        assert {"role_grant", "vendor_team"} <= set(inspect(unit.connection).get_table_names())
    opened.close()
