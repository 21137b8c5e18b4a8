import pytest

from service.shop import posts
from tests.desks import at_desk
from tests.service import small_shop as s
from tests.ui.pages.app import button, opened


@pytest.fixture
def page(app, draft):  # noqa: ARG001 - the shop that is looked at
    return opened(app, "posts")


def field(widgets, end):
    return next(one for one in widgets if one.key.endswith(end))


def submit(page):
    next(part for part in page.button if part.form_id).click().run()


def kept(database):
    return [one.post.id for one in posts.kept_posts(at_desk(database))]


def test_a_post_is_added_under_the_shops_own_names_and_taken_back(page, draft):
    field(page.text_input, ".zh").set_value("直播客服")
    field(page.text_input, ".en").set_value("Live")
    field(page.text_input, ".id").set_value("zb")
    field(page.text_area, ".duties").set_value("看播\n回复")
    submit(page)
    assert kept(draft) == [*s.POSTS, "zb"]
    assert "直播客服" in page.dataframe[0].value.iloc[2].tolist()
    assert "看播；回复" in page.dataframe[0].value.iloc[2].tolist()
    button(page, "done.undo").click().run()
    assert kept(draft) == list(s.POSTS)


def test_hours_that_cannot_be_read_are_told_and_nothing_kept(page, draft):
    field(page.text_input, ".zh").set_value("直播")
    field(page.text_input, ".hours").set_value("有空就开")
    submit(page)
    assert "有空就开" in "".join(one.value for one in page.error)
    assert kept(draft) == list(s.POSTS)
