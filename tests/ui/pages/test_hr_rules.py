import pytest

from tests.ui.pages.app import opened, seen


@pytest.mark.usefixtures("week")
@pytest.mark.parametrize(("page", "title"), [("weights", "权重"), ("scheme_editor", "编辑")])
def test_a_page_without_a_month_opens_by_its_own_link(app, page, title):
    shown = seen(opened(app, page, role="hr"))
    assert title in shown
    assert not app.exception
    assert not app.error
