"""What 售后 brings to the desk."""

from __future__ import annotations

from handlers import unheard
from handlers.after_sale import asking, cards, deciding, texts
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={
        "after_sale.menu": asking.menu,
        "after_sale.begin": asking.begin,
        "after_sale.amount_given": asking.amount_given,
        "after_sale.for": asking.by_button,
        "after_sale.given": asking.given,
        "after_sale.leave": asking.leave,
        "after_sale.withdraw": asking.withdraw,
        "after_sale.show": deciding.show,
        "after_sale.agree": deciding.agree,
        "after_sale.other_amount": deciding.other_amount,
        "after_sale.other_given": deciding.other_given,
        "after_sale.refuse": deciding.refuse,
        "after_sale.refused": deciding.refused,
        "after_sale.later": deciding.later,
        "after_sale.back": deciding.back,
    },
    says={
        "after_sale": cards.finance_card,
        "after_sale.menu": asking.choosing,
        "after_sale.ask_amount": asking.ask_how_much,
        "after_sale.ask_reason": asking.ask_why,
        "after_sale.ask_other": cards.ask_other,
        "after_sale.ask_why_not": cards.ask_why_not,
        "after_sale.agreed": cards.told,
        "after_sale.refused": cards.told,
        "after_sale.done": cards.told,
        "after_sale.unclear": lambda view: Say(texts.UNCLEAR(view.lang)),
        "after_sale.heard": unheard.told,
        "goods_back": cards.warehouse_card,
        "goods_back.photo": lambda view: Say(texts.PHOTO_KEPT(view.lang)),
        "goods_back.unclear": lambda view: Say(texts.BACK_UNCLEAR(view.lang)),
        "goods_back.heard": unheard.told,
    },
    replies={"after_sale": deciding.replied, "goods_back": deciding.back_replied},
    drops={"goods_back": deciding.photo},
    looks={"after_sale": deciding.looks_like_an_answer, "goods_back": deciding.looks_like_counts},
)
