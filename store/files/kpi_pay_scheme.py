"""Pay schemes as TOML files, the presets that ship with the product, and the limits of the law."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from kpi.pay.law import LegalLimit, PayLaw, Topic, pay_law
from kpi.pay.leave import leave_faults
from kpi.pay.pay_part import PayPart
from kpi.pay.pay_scheme import PayScheme
from scheduler.errors import Fault, InputError
from scheduler.keys import NotAsked, keyed
from store.files.codec import read_list
from store.files.content import text_of
from store.files.document import toml_document
from store.files.fault_log import FaultLog
from store.files.kpi_law import leave_laws
from store.files.toml_value import list_in, texts_of, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kpi.month import Month
    from store.files.document import Document

PART = "part"
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Fine:
    """A fine: read so that it can be refused by name, since an employer may not fine."""

    name: str = ""
    amount: Decimal = ZERO
    kind: Annotated[Literal["fine"], NotAsked("an employer may not fine")] = "fine"

    def __post_init__(self) -> None:
        law = next(one for one in legal_limits() if one.topic is Topic.FINE)
        details = {"amount": str(self.amount), **law.named}
        raise InputError(Fault("fine_unlawful", column="kind", value=self.name, details=details))


def read_pay_scheme(path: Path) -> PayScheme:
    """Return the pay scheme of a TOML file; raises InputError with every fault at its line."""
    return pay_scheme_of_text(text_of(path), path.name)


def pay_scheme_of_text(text: str, file: str) -> PayScheme:
    """Return the pay scheme of a TOML text; ``file`` is what messages call it."""
    document = toml_document(text, file)
    log = FaultLog()
    alone = {each.last for each in keyed(PayScheme) if each.usual is None}
    is_needed = alone.isdisjoint(document.values)
    parts = read_list(document, PayPart | Fine, log, (PART,), is_needed=is_needed)
    log.add(_repeated_amounts(document))
    log.add(_leave_below_law(document, parts))
    return value_of(document, PayScheme, log, apart=(PART,), parts=parts)


def _repeated_amounts(document: Document) -> Iterator[Fault]:
    """Yield a fault for each kind of case that is given two different amounts."""
    first: dict[str, object] = {}
    parts = document.values.get(PART)
    for number, part in enumerate(parts if isinstance(parts, list) else ()):
        if isinstance(part, dict) and part.get("kind") in {"case", "fine"}:
            name, amount = str(part.get("name", "")), part.get("amount", 0)
            earlier = first.setdefault(name, amount)
            if amount != earlier:
                line = document.line((PART, number))
                value = f"{name}: {earlier}, {amount}"
                yield Fault("amount_twice", document.file, line, "amount", value)


def _leave_below_law(document: Document, parts: Iterable[PayPart | Fine]) -> Iterator[Fault]:
    """Yield a fault for each kind of leave that is paid below today's law, in the whole file."""
    paid = [part for part in parts if not isinstance(part, Fine)]
    for fault in leave_faults(paid, leave_laws()):
        yield replace(fault, file=document.file)


@lru_cache(maxsize=1)
def pay_scheme_presets() -> tuple[PayScheme, ...]:
    """Return the pay schemes that ship with the product, in the order of their ids."""
    return tuple(pay_scheme_of_text(text, file) for text, file in texts_of("pay"))


@lru_cache(maxsize=1)
def legal_limits() -> tuple[LegalLimit, ...]:
    """Return what the law allows of pay, in all its versions."""
    return list_in("law", "pay_limits_cn.toml", "limit", LegalLimit)


def pay_law_in(month: Month) -> PayLaw:
    """Return what the law allows of pay in a month."""
    return pay_law(legal_limits(), month)
