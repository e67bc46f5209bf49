"""What people write, read: numbers, quantities, money, shares, tax, discounts, days, telephone numbers.

Every reader takes any text and never raises. It answers with one value and the words it came from, with a question,
or with a code that says why not; what has two readings is never decided here.
"""

from domain.understanding.billing import Billing, billing
from domain.understanding.credit_code import credit_code
from domain.understanding.day import day
from domain.understanding.day_forms import DaysAfterPayment
from domain.understanding.discount import discount
from domain.understanding.enough import enough
from domain.understanding.measure import Measured, measured
from domain.understanding.money import Priced, money, priced
from domain.understanding.number import number
from domain.understanding.percent import percent
from domain.understanding.phone import phone
from domain.understanding.quantity import quantity
from domain.understanding.result import Ambiguous, NotUnderstood, Reading, Understood, Why
from domain.understanding.span import days
from domain.understanding.tax import Tax, tax

__all__ = [
    "Ambiguous",
    "Billing",
    "DaysAfterPayment",
    "Measured",
    "NotUnderstood",
    "Priced",
    "Reading",
    "Tax",
    "Understood",
    "Why",
    "billing",
    "credit_code",
    "day",
    "days",
    "discount",
    "enough",
    "measured",
    "money",
    "number",
    "percent",
    "phone",
    "priced",
    "quantity",
    "tax",
]
