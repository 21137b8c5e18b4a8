import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.ui.pages.app import opened

SAID = {
    "gone": {"zh": "不见了", "en": "is gone since"},
    "replaced": {"zh": "换成了另一个文件", "en": "was replaced by another"},
    "newer": {"zh": "更新版本", "en": "newer version"},
}


def lose(path, how):
    if how == "gone":
        path.unlink()
    elif how == "replaced":
        shutil.copy(path, path.with_name("copy.db"))
        path.with_name("copy.db").replace(path)
    else:
        with closing(sqlite3.connect(path)) as newer:
            newer.execute("update alembic_version set version_num = '9999'")
            newer.commit()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("how", sorted(SAID))
@pytest.mark.usefixtures("draft")
def test_a_page_says_what_became_of_the_database(app, tmp_path, how, lang):
    opened(app, lang=lang)
    assert not app.error
    lose(tmp_path / "paiban.db", how)
    app.run()
    assert SAID[how][lang] in app.error[0].value
    assert not app.exception
