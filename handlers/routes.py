"""Everything the bot can do, on one screen."""

from __future__ import annotations

from handlers.after_sale.routes import ROUTES as AFTER_SALE
from handlers.approvals.routes import ROUTES as APPROVALS
from handlers.attachments.routes import ROUTES as ATTACHMENTS
from handlers.calendar_pages.routes import ROUTES as CALENDAR
from handlers.changes.hold_acts import ROUTES as HOLDING
from handlers.changes.impact_acts import ROUTES as IMPACTS
from handlers.changes.routes import ROUTES as CHANGES
from handlers.changes.told import ROUTES as CHANGES_TOLD
from handlers.company.routes import ROUTES as COMPANY
from handlers.credit.routes import ROUTES as CREDIT
from handlers.delegating.routes import ROUTES as DELEGATING
from handlers.forms.routes import ROUTES as FORMS
from handlers.goods.routes import ROUTES as GOODS
from handlers.home.routes import ROUTES as HOME
from handlers.making_good.routes import ROUTES as MAKING_GOOD
from handlers.money.routes import ROUTES as MONEY
from handlers.new_order.routes import ROUTES as NEW_ORDER
from handlers.notices.routes import ROUTES as NOTICES
from handlers.order.routes import ROUTES as ORDER
from handlers.process.routes import ROUTES as PROCESS
from handlers.reminders.routes import ROUTES as REMINDERS
from handlers.reports.routes import ROUTES as REPORTS
from handlers.rights import GUARDS
from handlers.risks.routes import ROUTES as RISKS
from handlers.routing import Routes
from handlers.sheets.routes import ROUTES as SHEETS
from handlers.signoff.routes import ROUTES as SIGNOFF
from handlers.supply.routes import ROUTES as SUPPLY
from handlers.waiting.routes import ROUTES as WAITING
from handlers.waivers.routes import ROUTES as WAIVERS

ALL = Routes.join(
    HOME,
    FORMS,
    NEW_ORDER,
    ORDER,
    MAKING_GOOD,
    ATTACHMENTS,
    MONEY,
    CREDIT,
    SUPPLY,
    GOODS,
    AFTER_SALE,
    SIGNOFF,
    APPROVALS,
    WAIVERS,
    IMPACTS,
    HOLDING,
    CHANGES_TOLD,
    DELEGATING,
    CHANGES,
    WAITING,
    NOTICES,
    REMINDERS,
    RISKS,
    REPORTS,
    COMPANY,
    CALENDAR,
    PROCESS,
    SHEETS,
    Routes(guards=GUARDS),
)
