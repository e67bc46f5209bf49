"""What the parts of an order line can be."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """What a cut-out part is."""

    BREAK = "break"  # between two things
    FILLER = "filler"  # says nothing about the order
    QUANTITY = "quantity"
    AMOUNT = "amount"  # money: a price or a total
    BARE = "bare"  # a number alone
    PERCENT = "percent"
    TAX = "tax"
    DISCOUNT = "discount"
    DATE = "date"
    TERMS = "terms"
    PLACE = "place"
    PHONE = "phone"
    OTHER_MONEY = "other_money"  # freight, a deposit in yuan: not the price of the goods
    OTHER = "other"  # understood to be none of these: two batches, the first lot
    EACH = "each"  # what follows is of every product named before
    NOT = "not"  # what stands beside it is not wanted
    NO_MORE = "no_more"  # what stands before it is not wanted any more
    INSTEAD = "instead"  # what follows replaces what was said
    ASKED = "asked"  # the value before it is a question
    ASKING = "asking"  # the value after it is a question
    SUPPOSED = "supposed"  # what stands with it holds only if something else does
    BEFORE = "before"  # what follows is of an earlier order
    LIKE_LAST = "like_last"  # a price that only the last order knows
    CREDIT = "credit"  # so many days after something: on credit
    DEPOSIT = "deposit"  # a share of the price comes first
