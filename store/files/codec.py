"""
One value of the domain as a table of a document, read and written by the marks of its fields.

What a key is called, its unit, and whether it may be left out stand beside the field
(``scheduler.keys``); nothing else needs to be written for a class to be read and written::

    rules = read_value(document, PostChange, log, ("post_change",))  # None: faults are in the log
    values["post_change"] = written(rules)

A field that holds a data class, or a tuple of them, is a table, or a list of tables; classes that
may stand in the same list are told apart by their ``kind``. A kind of value that the marks do not
describe is added to ``value_forms.FORMS`` by its type.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import MISSING, dataclass, is_dataclass, replace
from functools import lru_cache, partial
from types import NoneType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin

from pydantic import create_model

from scheduler.errors import Fault, InputError
from scheduler.keys import Keyed, NotAsked, keyed, unusual
from store.files.document import Document
from store.files.fault_log import FaultLog
from store.files.settings import Settings, at_fault, at_key, read_settings
from store.files.value_forms import bare, form_of

if TYPE_CHECKING:
    from store.files.document import Path

Built = TypeVar("Built")
TAG = "kind"


def read_value(
    document: Document,
    kind: type[Built],
    log: FaultLog,
    inside: Path = (),
    *,
    beside: tuple[type, ...] = (),
    apart: Collection[str] = (),
    placed: Callable[[Fault], Fault] | None = None,
    **given: object,
) -> Built | None:
    """
    Return the value of a document, or of a table inside it; None when faults were noted.

    Parameters
    ----------
    document, kind, log
        Where from, the data class, and where faults go.
    inside
        The table.
    beside
        Data classes whose keys stand in the same table and are read apart.
    apart
        Keys of the same table that are read apart.
    placed
        Where faults of a whole document are told; None: at the key they name.
    given
        Fields that do not stand in the document, such as the name of the table.
    """
    known = {one.key.name.split(".")[0] for each in beside for one in leaves(each)}
    return _Reader(document, log, placed).value(kind, inside, known.union(apart), given)


def read_list(
    document: Document,
    form: Any,  # noqa: ANN401 - a data class, or a union of them
    log: FaultLog,
    path: Path,
    *,
    is_needed: bool = False,
    **given: object,
) -> tuple[Any, ...]:
    """Return the values of a list of tables, without those whose faults were noted."""
    if _at(document, path) is None:
        if is_needed:
            log.add([at_key(document, path, Fault("missing_key"))])
        return ()
    found = _Reader(document, log).values(form, path, given)
    return tuple(each for each in found or () if each is not None)


def leaves(kind: type) -> tuple[Keyed, ...]:
    """Return the fields whose keys stand in the table of a data class, also those of its parts."""
    found: list[Keyed] = []
    for each in keyed(kind):
        if each.key.is_flat:
            found.extend(leaves(each.form))
        elif not each.key.is_apart:
            found.append(each)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Reader:
    """
    Reads tables of one document.

    Parameters
    ----------
    document, log
        Where from, and where faults go.
    placed
        Where faults of the whole document are told; None: at the key they name.
    """

    document: Document
    log: FaultLog
    placed: Callable[[Fault], Fault] | None = None

    def value(
        self,
        kind: type[Built],
        inside: Path,
        apart: Collection[str] = (),
        given: Mapping[str, object] | None = None,
    ) -> Built | None:
        """Return the value of a table; None when faults were noted."""
        tables: dict[tuple[str, ...], list[Keyed]] = {(): []}
        for each in leaves(kind):
            tables.setdefault(each.table, []).append(each)
        apart = {*apart, *(table[0] for table in tables if table)}
        told: dict[str, object] = {}
        whole = [
            self.table((*inside, *table), entries, told, set() if table else apart)
            for table, entries in tables.items()
        ]
        is_document = not inside and self.placed is not None
        if not all(whole) or (is_document and self.log.faults):
            return None
        make = partial(value_from, kind, told, given, inside)
        try:
            found = make()
        except InputError as error:
            place = self.placed
            if inside or place is None:
                place = partial(at_fault, self.document, inside)
            self.log.add(map(place, error.faults))
            return None
        self.log.ask(
            at_key(self.document, (*inside, str(one.column)), one) for one in unusual(found)
        )
        return found

    def table(
        self, path: Path, entries: list[Keyed], told: dict[str, object], apart: set[str]
    ) -> bool:
        """Read the keys of one table into ``told``; return whether all were good."""
        values = _at(self.document, path)
        if values is None and path and all(each.usual is not MISSING for each in entries):
            return True
        plain = tuple(each for each in entries if form_of(each.form, each.key) is not None)
        parts = [each for each in entries if each not in plain]
        without = apart | {each.last for each in parts}
        model = _model(plain)
        settings = read_settings(self.document, model, self.log, inside=path, without=without)
        good = settings is not None
        if settings is not None:
            names = {each.last: each.key.name for each in plain}
            told |= {names[key]: getattr(settings, key) for key in settings.model_fields_set}
        for each in parts if isinstance(values, dict) else ():
            place = (*path, each.last)
            if each.last in values:
                told[each.key.name] = found = self.part(place, each)
                good = good and found is not None
            elif each.usual is MISSING:
                self.log.add([at_key(self.document, place, Fault("missing_key"))])
                good = False
        return good

    def part(self, path: Path, entry: Keyed) -> object | None:
        """Return the data class, or the tuple of them, of a table or a list; None where faulty."""
        form = bare(entry.form)
        if is_dataclass(form):
            assert isinstance(form, type)
            return self.value(form, path)
        found = self.values(get_args(form)[0], path)
        return None if found is None or None in found else tuple(found)

    def values(
        self,
        form: Any,  # noqa: ANN401 - a data class, or a union of them
        path: Path,
        given: Mapping[str, object] | None = None,
    ) -> list[object | None] | None:
        """Return what each table of a list holds, None where faulty; None when it is no list."""
        entries = _at(self.document, path)
        if not isinstance(entries, list):
            self.fault(path, Fault("not_list", value=str(entries)))
            return None
        places = [(*path, number) for number in range(len(entries))]
        kinds = [self.kind(form, place) for place in places]
        return [
            None if kind is None else self.value(kind, place, given=given)
            for kind, place in zip(kinds, places, strict=True)
        ]

    def kind(self, form: Any, path: Path) -> type | None:  # noqa: ANN401 - as above
        """Return of which class a table is, by its ``kind`` where there are several."""
        if isinstance(form, type):
            return form
        tags = {_tag(each): each for each in get_args(form)}
        known = {str(tag.usual): each for tag, each in tags.items()}
        values = _at(self.document, path)
        name = values.get(TAG) if isinstance(values, dict) else None
        if not isinstance(values, dict):
            self.fault(path, Fault("not_table", value=str(values)))
        elif name is None:
            self.fault((*path, TAG), Fault("missing_key"))
        elif str(name) not in known:
            offered = [str(tag.usual) for tag in tags if not isinstance(tag.asked, NotAsked)]
            details = {"known": ", ".join(offered)}
            self.fault((*path, TAG), Fault("not_one_of", value=str(name), details=details))
        return known.get(str(name))

    def fault(self, path: Path, fault: Fault) -> None:
        """Note a fault at a key."""
        self.log.add([at_key(self.document, path, fault)])


def _tag(kind: type) -> Keyed:
    """Return the field whose only value tables of a class name as their ``kind``."""
    return next(each for each in keyed(kind) if each.name == TAG)


def _at(document: Document, path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    """Return what stands at a path; None where nothing does."""
    values: Any = document.values
    for part in path:
        if isinstance(values, dict):
            values = values.get(part)
        elif isinstance(values, list) and isinstance(part, int):
            values = values[part]
        else:
            return None
    return values


@lru_cache(maxsize=512)
def _model(entries: tuple[Keyed, ...]) -> type[Settings]:
    """Return pydantic's model of the plain keys of a table."""
    asked: Any = {}
    for each in entries:
        form = form_of(each.form, each.key)
        assert form is not None
        is_optional = NoneType in get_args(each.form)
        default = ... if each.usual is MISSING else each.usual
        asked[each.last] = (form.read | None if is_optional else form.read, default)
    return create_model("Told", __base__=Settings, **asked)


def value_from(
    kind: type[Built],
    told: Mapping[str, Any],
    given: Mapping[str, Any] | None = None,
    inside: Path = (),
) -> Built:
    """
    Return a value of what stands at its keys.

    Parameters
    ----------
    kind
        The data class.
    told
        Values by their keys; what is not there is as usual.
    given
        Values by their fields, of those that stand elsewhere.
    inside
        The table, if it is one.

    Raises
    ------
    InputError
        What the class refuses; faults that name its fields name their keys.
    """
    values = dict(given or {})
    for each in keyed(kind):
        key = each.key
        if key.is_flat:
            values[each.name] = value_from(each.form, told, None, inside)
        elif key.name in told:
            found = told[key.name]
            values[each.name] = getattr(found, each.name) if key.is_shared else found
        elif each.usual is not MISSING:
            values.setdefault(each.name, each.usual)
    try:
        return kind(**values)
    except InputError as error:
        names = _keys(kind, inside)
        raise InputError(
            replace(fault, column=names.get(str(fault.column), fault.column))
            for fault in error.faults
        ) from None


def _keys(kind: type, inside: Path) -> dict[str, str]:
    """Return keys by what faults of a class may call them: by field, or by table and key."""
    names = {each.name: each.last for each in keyed(kind)}
    tables = [part for part in inside if isinstance(part, str)]
    return names | ({f"{tables[-1]}.{key}": key for key in names.values()} if tables else {})


def written(value: object) -> dict[str, Any]:
    """Return the table of a value, without what holds where nothing is said."""
    values: dict[str, Any] = {}
    for each in keyed(type(value)):
        held = getattr(value, each.name)
        if each.key.is_flat:
            values |= written(held)
        elif not each.key.is_apart and _is_written(value, each):
            inner = values
            for name in each.table:
                inner = inner.setdefault(name, {})
            inner[each.last] = _written(held, each)
    return values


def _is_written(value: object, entry: Keyed) -> bool:
    key = entry.key
    is_kept = key.is_kept or get_origin(entry.form) is Literal
    is_kept = is_kept or bool(key.kept_with and getattr(value, key.kept_with))
    return is_kept or entry.usual is MISSING or getattr(value, entry.name) != entry.usual


def _written(held: object, entry: Keyed) -> object:
    form = form_of(entry.form, entry.key)
    if form is not None:
        return form.write(held)
    return [written(each) for each in held] if isinstance(held, tuple) else written(held)
