"""Everything the bot can do, on one screen."""

from __future__ import annotations

from handlers.forms.routes import ROUTES as FORMS
from handlers.home.routes import ROUTES as HOME
from handlers.new_order.routes import ROUTES as NEW_ORDER
from handlers.routing import Routes

ALL = Routes.join(HOME, FORMS, NEW_ORDER)
