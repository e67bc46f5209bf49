"""All tables, so that one import completes the metadata."""

from __future__ import annotations

from db.base import Base
from db.models.approvals import Approval, ApprovalLevel, ApprovalSeat, Assessment, Delegation, Vote
from db.models.calendar import CalendarDay, CalendarYear
from db.models.catalogue import CatalogueStamp, Customer, CustomerPlace, Product, ProductPack
from db.models.changes import Change, ChangeImpact, Waiver
from db.models.delivery import Button, Card, Heartbeat, Inbox, Owed, Prompt
from db.models.drafts import Draft
from db.models.history import Anchor, BookRevision, History
from db.models.money import Allocation, Receipt, Slip
from db.models.orders import Attachment, NumberOfDay, Order, OrderLine, PaymentTerm, Signoff
from db.models.people import BindCode, Chat, DepartmentDuty, GroupBinding, GroupPick, Invite, Person
from db.models.reminders import Chase, Reminded, ReminderSlot
from db.models.risks import Risk, RiskCheck
from db.models.sheets import Job, Sheet
from db.models.shipping import AfterSale, Inspection, Readiness, Shipment, ShipmentLine, StockIn
from db.models.supply import Task, TaskReport

__all__ = [
    "AfterSale",
    "Allocation",
    "Anchor",
    "Approval",
    "ApprovalLevel",
    "ApprovalSeat",
    "Assessment",
    "Attachment",
    "Base",
    "BindCode",
    "BookRevision",
    "Button",
    "CalendarDay",
    "CalendarYear",
    "Card",
    "CatalogueStamp",
    "Change",
    "ChangeImpact",
    "Chase",
    "Chat",
    "Customer",
    "CustomerPlace",
    "Delegation",
    "DepartmentDuty",
    "Draft",
    "GroupBinding",
    "GroupPick",
    "Heartbeat",
    "History",
    "Inbox",
    "Inspection",
    "Invite",
    "Job",
    "NumberOfDay",
    "Order",
    "OrderLine",
    "Owed",
    "PaymentTerm",
    "Person",
    "Product",
    "ProductPack",
    "Prompt",
    "Readiness",
    "Receipt",
    "Reminded",
    "ReminderSlot",
    "Risk",
    "RiskCheck",
    "Sheet",
    "Shipment",
    "ShipmentLine",
    "Signoff",
    "Slip",
    "StockIn",
    "Task",
    "TaskReport",
    "Vote",
    "Waiver",
]
