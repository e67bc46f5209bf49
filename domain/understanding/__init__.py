"""What people write, read: numbers, quantities, money, shares, days, telephone numbers.

Every reader takes any text and never raises. It answers with one value and the words it came from, with a question,
or with a code that says why not; what has two readings is never decided here.
"""

from domain.understanding.day import day
from domain.understanding.day_forms import DaysAfterPayment
from domain.understanding.enough import enough
from domain.understanding.money import money
from domain.understanding.number import number
from domain.understanding.percent import percent
from domain.understanding.phone import phone
from domain.understanding.quantity import quantity
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why
from domain.understanding.span import days

__all__ = [
    "Ambiguous",
    "DaysAfterPayment",
    "NotUnderstood",
    "Reading",
    "Understood",
    "Why",
    "day",
    "days",
    "enough",
    "money",
    "number",
    "percent",
    "phone",
    "quantity",
]
