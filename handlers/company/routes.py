"""What setting up a company brings to the desk."""

from __future__ import annotations

from handlers.company import acts, cards, customer_page, customers, pages, texts
from handlers.routing import Routes
from handlers.say import Say

ROUTES = Routes(
    acts={
        "company.show": acts.show,
        "company.people": acts.show_people,
        "company.groups": acts.show_groups,
        "company.department": acts.show_department,
        "company.customers": acts.show_customers,
        "company.products": acts.show_products,
        "company.invite": acts.invite,
        "company.invitation": acts.show_invitation,
        "company.withdraw": acts.withdraw,
        "company.joined": acts.welcome,
        "company.interface": acts.name_interface,
        "company.code": acts.make_code,
        "customer.new": acts.new_customer,
        "customer.same": customers.same,
        "customer.show": customer_page.show,
        "customer.change": customer_page.begin,
        "product.new": acts.new_product,
    },
    says={
        "company": pages.show,
        "company.invitation": cards.invitation,
        "company.newcomer": cards.newcomer,
        "company.code": cards.code,
        "company.code_refused": cards.code_refused,
        "company.bound": cards.bound,
        "company.unbound": cards.unbound,
        "company.bound_news": cards.bound_news,
        "company.added": cards.added,
        "company.only_private": cards.only_private,
        "invitation_dead": lambda view: Say(texts.INVITATION_DEAD(view.lang)),
    },
    commands={
        "company": acts.show,
        "people": acts.show_people,
        "groups": acts.show_groups,
        "customers": acts.show_customers,
        "products": acts.show_products,
        "bind": acts.bind,
    },
    words=texts.WORDS,
    starts={"i": acts.already_in, "g": acts.bind},
)
