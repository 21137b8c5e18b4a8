"""How many rows of a file were kept and left out is told to whoever listens."""

from store.files.kpi_facts import read_facts
from store.files.taken import noting_rows


def test_rows_of_totals_are_told_as_left_out(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text(
        "agent_id,post,date,paid\nA,p,2026-11-02,3\nB,p,2026-11-02,1\n合计,,,4\n", "utf-8"
    )
    with noting_rows() as files:
        read_facts(path)
    (told,) = files.values()
    assert (told.file, told.rows, told.kept, told.left_out) == ("facts.csv", 3, 2, {"totals": 1})


def test_a_file_read_again_is_told_once(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("agent_id,post,date,paid\nA,p,2026-11-02,3\n", "utf-8")
    with noting_rows() as files:
        read_facts(path)
        read_facts(path)
    assert [(each.rows, each.kept) for each in files.values()] == [(1, 1)]


def test_nothing_is_told_where_nobody_listens(tmp_path):
    path = tmp_path / "facts.csv"
    path.write_text("agent_id,post,date,paid\nA,p,2026-11-02,3\n", "utf-8")
    with noting_rows() as files:
        pass
    read_facts(path)
    assert not files
