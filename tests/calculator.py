"""A pocket calculator that reads what people read: it knows nothing of how pay is computed."""

import datetime as dt
import re
from fractions import Fraction

NUMBER = re.compile(r"-?¥?\d[\d,]*(?:\.\d+)?(?:/\d+|…)?(?:\s?%)?")
SIGNS = re.compile(r" (×|÷|\+|−) ")
HALF = Fraction(1, 2)


def number(text):
    """The last number in a stretch of text: names stand before it, units behind."""
    return value(NUMBER.findall(text)[-1])


def value(said):
    """A number as it is written: ``¥1,234.50``, ``12.5%``, ``37.906137…%``."""
    digits = said.replace("¥", "").replace(",", "").replace("…", "")
    share = digits.endswith("%")
    return Fraction(digits.rstrip("% ")) / (100 if share else 1)


def worked_out(text):
    """What an expression comes to: products before sums, brackets before both."""
    while (inner := re.search(r"\(([^()]*[×÷+−][^()]*)\)", text)) is not None:
        found = worked_out(inner.group(1))
        text = f"{text[: inner.start()]}{found.numerator}/{found.denominator}{text[inner.end() :]}"
    return sum(
        (sign * _product(part) for sign, part in _summands(text)),
        Fraction(0),
    )


def _summands(text):
    sign = 1
    for part in re.split(r"( \+ | − )", text):
        if part.strip() in ("+", "−"):
            sign = 1 if part.strip() == "+" else -1
        else:
            yield sign, part


def _product(text):
    found, sign = Fraction(1), "×"
    for part in re.split(r" (×|÷) ", text):
        if part in ("×", "÷"):
            sign = part
        else:
            found = found * number(part) if sign == "×" else found / number(part)
    return found


def rounded(exact, decimals):
    """Half up, away from 0."""
    scaled = abs(exact) * 10**decimals
    return (1 if exact >= 0 else -1) * Fraction(int(scaled + HALF), 10**decimals)


def equations(sentence):
    """Yield what stands left of each ``=``, and the number right of it as it is written."""
    for clause in re.split(r"[；;。：]|: ", sentence):
        left, sign, right = clause.rpartition(" = ")
        if sign and SIGNS.search(left):
            yield left, NUMBER.search(right).group()


def holds(left, said):
    """Whether an expression comes to the number beside it, as far as that is written out."""
    exact, shown = worked_out(left), value(said)
    decimals = len(said.partition(".")[2].rstrip("…% ")) + 2 * said.endswith("%")
    if "…" in left and "…" in said:  # a number that never ends was cut where it was written
        return near(exact, shown)
    if "…" in said:
        return shown <= exact < shown + Fraction(1, 10**decimals)
    return rounded(exact, decimals) == shown


def near(one, other):
    """Whether two numbers agree in the digits that are written of numbers that never end."""
    return abs(one - other) <= Fraction(1, 10**7) * max(1, abs(one))


def weekdays(first, last):
    """How many Mondays to Fridays from one ISO date to another, both included."""
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    days = (start + dt.timedelta(days=day) for day in range((end - start).days + 1))
    return sum(day.isoweekday() <= 5 for day in days)
