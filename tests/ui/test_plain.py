"""Text from data reaches a page as text: how it is escaped, and that no call draws it otherwise."""

import ast
import html
from pathlib import Path

import pytest

from ui.plain import HIDDEN, escape, plain

UI = Path(__file__).parents[2] / "ui"
LABELLED = {
    *("markdown", "caption", "write", "title", "header", "subheader", "badge", "toast"),
    *("error", "warning", "info", "success", "status", "spinner", "progress", "metric"),
    *("button", "download_button", "form_submit_button", "link_button", "page_link", "menu_button"),
    *("checkbox", "toggle", "radio", "selectbox", "multiselect", "pills", "segmented_control"),
    *("text_input", "text_area", "number_input", "date_input", "time_input", "datetime_input"),
    *("slider", "select_slider", "file_uploader", "camera_input", "color_picker", "chat_input"),
    *("tabs", "expander", "popover", "dialog", "chat_message", "feedback", "data_editor"),
    *("Column", "TextColumn", "NumberColumn", "CheckboxColumn", "SelectboxColumn", "DateColumn"),
    *("ProgressColumn", "DatetimeColumn", "TimeColumn", "ListColumn", "LinkColumn"),
}
DRAWS_OPTIONS = {"radio", "pills", "segmented_control", "select_slider"}
ESCAPED = {"plain", "marked"}


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("![x](http://a.example/x.png)", rf"!\[x\](http:{HIDDEN}//a.example/x.png)"),
        ("[a](http://a.example)", rf"\[a\](http:{HIDDEN}//a.example)"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        (":material/delete: x", f":{HIDDEN}material/delete: x"),
        (":smile: :+1: :100:", f":{HIDDEN}smile: :{HIDDEN}+1: :{HIDDEN}100:"),
        (":red[x] :streamlit:", rf":{HIDDEN}red\[x\] :{HIDDEN}streamlit:"),
        ("$x^2$ `code` **b** _i_ ~~s~~", r"\$x^2\$ \`code\` \*\*b\*\* \_i\_ \~\~s\~\~"),
        ("www.a.example a@b.example", f"www{HIDDEN}.a.example a{HIDDEN}@b.example"),
        ("# head", r"\# head"),
        ("- item", r"\- item"),
        ("1. item", f"1{HIDDEN}. item"),
        ("a -> b", rf"a -{HIDDEN}\> b"),
        ("a\n\n    b", "a b"),
        ("&amp; a|b", r"\&amp; a\|b"),
        ("王\u202e小明", "王\ufffd小明"),
        ("08:00-16:30 3.5 %", "08:00-16:30 3.5 %"),
        ("客服001（A1）", "客服001（A1）"),
        (3, "3"),
    ],
)
def test_markdown_shows_text_as_it_is(text, drawn):
    assert plain(text) == drawn


def test_html_shows_text_as_it_is():
    hostile = "<img src=x onerror='a'>\"&\u202e"
    assert html.unescape(escape(hostile)) == hostile.replace("\u202e", "\ufffd")
    assert not set(escape(hostile)) & set("<>\"'")


COLUMNS = {name for name in LABELLED if name.endswith("Column")}


def drawn_parts(call):
    """Yield the arguments of a call that Streamlit draws as Markdown."""
    name = call.func.attr
    is_column = name in COLUMNS  # a table's heads are drawn as they are; their help is not
    if call.args and name not in {"progress", "data_editor", "page_link", *COLUMNS}:
        yield call.args[0]
    drawn = {"help"} if is_column else {"label", "body", "help", "text", "title"}
    for keyword in call.keywords:
        if keyword.arg in drawn:
            yield keyword.value
        elif keyword.arg == "format_func" and name in DRAWS_OPTIONS:
            yield words_of(keyword.value)


def words_of(function):
    """Return what a ``format_func`` gives; the function itself where that cannot be told."""
    if isinstance(function, ast.Call) and ast.unparse(function.func).endswith("spoken"):
        function = function.args[1]
    return function.body if isinstance(function, ast.Lambda) else function


def is_safe(node, names):
    """Return whether text is a literal, a sentence without values, escaped, or made of these."""
    parts = made_of(node, names)
    inner = names if not isinstance(node, ast.Name) else {**names, node.id: None}
    return parts is not None and all(is_safe(part, inner) for part in parts)


def made_of(node, names):
    """Return what must be safe for an expression to be; None where it is not."""
    parts = None
    match node:
        case ast.Constant() | ast.FormattedValue(value=ast.Constant()):
            parts = []
        case ast.Subscript(value=ast.Name(id=name)) if name.isupper():
            parts = []
        case ast.Call(func=ast.Name(id="say") | ast.Attribute(attr="say"), keywords=[]):
            parts = []
        case ast.Call(func=ast.Name(id=name)) if name in ESCAPED:
            parts = []
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[one]):
            parts = [one]
        case ast.FormattedValue(value=one) | ast.Starred(value=one):
            parts = [one]
        case ast.ListComp(elt=one) | ast.GeneratorExp(elt=one):
            parts = [one]
        case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
            parts = [one, other]
        case ast.JoinedStr(values=some) | ast.BoolOp(values=some):
            parts = some
        case ast.List(elts=some) | ast.Tuple(elts=some):
            parts = some
        case ast.Name(id=name):
            parts = names.get(name)
    return parts


def names_in(function):
    """Return what each name is given in a function."""
    found = {}
    for each in ast.walk(function):
        if isinstance(each, ast.Assign):
            for to in each.targets:
                if isinstance(to, ast.Name):
                    found.setdefault(to.id, []).append(each.value)
    return found


def is_drawing(node):
    """Return whether a name is one of Streamlit's drawing functions, or would get one by name."""
    is_st = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "st"
    by_name = isinstance(node, ast.Call) and ast.unparse(node).startswith("getattr(st,")
    return by_name or (is_st and node.attr in LABELLED)


def unsafe(tree):
    """Return what a module draws as Markdown although it may hold text from data."""
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    called = {id(each.func) for each in ast.walk(tree) if isinstance(each, ast.Call)}
    kept = [each for each in ast.walk(tree) if is_drawing(each) and id(each) not in called]
    inside = {id(node): function for function in functions for node in ast.walk(function)}
    return kept + [
        part
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in LABELLED
        for part in drawn_parts(call)
        if not is_safe(part, names_in(inside.get(id(call), tree)))
    ]


def pages():
    return [path for path in sorted(UI.rglob("*.py")) if "cli" not in path.parts]


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(UI).as_posix())
def test_no_page_draws_text_unescaped(path):
    found = unsafe(ast.parse(path.read_text(encoding="utf-8")))
    assert not [f"line {part.lineno}: {ast.unparse(part)}" for part in found]


@pytest.mark.parametrize(
    "code",
    [
        "st.caption(name)",
        "st.caption(say('a', name=name))",
        "st.error(f'**{name}**')",
        "st.tabs([name])",
        "st.button(say('a'), help=name)",
        "column.markdown('  '.join(lines))",
        "st.pills(say('a'), x, format_func=names.get)",
        "st.radio(say('a'), x, format_func=spoken(x, lambda each: each.name))",
        "def f(name):\n    text = say('a', name=name)\n    st.info(text)",
        "st.column_config.TextColumn(say('a'), help=name)",
        "box = st.error",
        "getattr(st, kind)(text)",
    ],
)
def test_unescaped_text_is_found(code):
    assert unsafe(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "st.caption(plain(name))",
        "st.error(f'**{plain(name)}**')",
        "st.info('x' if a else say('b'))",
        "def f(name):\n    text = plain(name)\n    st.info(f'- {text}')",
        "st.radio(say('a'), x, format_func=spoken(x, lambda each: plain(each.name)))",
    ],
)
def test_escaped_text_is_not(code):
    assert not unsafe(ast.parse(code))


def test_html_is_escaped_in_one_place():
    importing = [
        path.relative_to(UI).as_posix()
        for path in pages()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and node.module == "html")
        or (isinstance(node, ast.Import) and any(name.name == "html" for name in node.names))
        or (isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html")
    ]
    assert importing == ["plain.py"]


def test_no_sentence_turns_its_values_into_markup():
    from ui.words.catalogue import LANGUAGES, catalogue  # noqa: PLC0415

    signs = ("![", "](", "unsafe")
    for lang in LANGUAGES:
        assert not [key for key, text in catalogue(lang).items() if any(s in text for s in signs)]
