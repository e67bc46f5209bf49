"""What making good brings to the desk."""

from __future__ import annotations

from handlers.making_good import form
from handlers.routing import Routes

ROUTES = Routes(acts={"make_good.begin": form.begin})
