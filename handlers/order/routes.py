"""What an order brings to the desk."""

from __future__ import annotations

from handlers.order import acts, cards, judged, keeping, lists, papers, texts, urging, withdrawing
from handlers.order.customer import order_copy
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={
        "order.show": acts.show,
        "order.list": acts.list_mine,
        "order.copy": acts.copy,
        "order.keeper": keeping.ask,
        "order.keep": keeping.choose,
        "gate.urge": acts.urge,
        "order.withdraw": withdrawing.ask,
        "order.withdraw_for": withdrawing.by_button,
        "order.withdraw_said": withdrawing.said,
        "order.withdraw_not": withdrawing.keep,
        "basis.ask": papers.ask,
        "basis.file": papers.take,
        "basis.album": papers.album,
    },
    says={
        "order": cards.order_card,
        "order.look": cards.order_look,
        "order.keeper": keeping.asking,
        "order.yours": keeping.yours,
        "order.filed_for": keeping.filed_for,
        "order.which": lists.order_which,
        "order.list": lists.order_list,
        "order.copy": order_copy,
        "order.none": lambda view: Say(texts.NOT_A_NUMBER(view.lang, text=str(view.facts["text"]))),
        "withdraw.ask": withdrawing.asking,
        "review.sent_back": judged.sent_back,
        "review.rejected": judged.rejected,
        "review.withdrawn": judged.withdrawn,
        "basis.which": papers.which,
        "basis.ask": papers.asking,
        "basis.kept": papers.kept,
        "urged": urging.urged,
    },
    commands={"order": acts.by_number, "orders": acts.list_mine},
    words=texts.WORDS,
)
