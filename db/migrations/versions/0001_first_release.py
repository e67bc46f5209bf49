"""First release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "heads",
            sa.Text(),
            nullable=False,
            comment="JSON: subject to [seq, hash] of the chains that grew since the last one",
        ),
        sa.Column("entries", sa.BigInteger(), nullable=False, comment="entries of all chains"),
        sa.Column("last_id", sa.BigInteger(), nullable=False, comment="the last history row that it covers"),
        sa.Column("hash", sa.Text(), nullable=False, comment="over the heads of all chains"),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_anchor")),
    )
    op.create_table(
        "book_revision",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_book_revision")),
    )
    op.create_table(
        "catalogue_stamp",
        sa.Column("kind", sa.Text(), nullable=False, comment="customer | product"),
        sa.Column("stamp", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_catalogue_stamp")),
    )
    op.create_table(
        "heartbeat",
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("lane", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="new | done | dead"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_bot_id_update_id")),
    )
    op.create_index(
        "ix_inbox_lane",
        "inbox",
        ["lane", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index(
        "ix_inbox_queue",
        "inbox",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_table(
        "number_of_day",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "day", name=op.f("pk_number_of_day")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False, comment="member | manager"),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True, comment="when an administrator let them go"),
        sa.CheckConstraint("telegram_id NOT IN (1087968824, 136817688, 777000)", name=op.f("ck_person_human")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_person_telegram_id")),
    )
    op.create_index(op.f("ix_person_department"), "person", ["department"], unique=False)
    op.create_table(
        "reminder_slot",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject", "slot", name=op.f("pk_reminder_slot")),
    )
    op.create_table(
        "bind_code",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("used_chat", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_bind_code_created_by_person")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_bind_code")),
    )
    op.create_table(
        "chat",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="private | group"),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column(
            "added_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the colleague who took the bot in",
        ),
        sa.Column(
            "leave_at", sa.DateTime(), nullable=True, comment="the bot goes then, unless a department is bound to it"
        ),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_chat_added_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat")),
    )
    op.create_table(
        "customer",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("default_leaf", sa.Text(), nullable=True),
        sa.Column("uscc", sa.Text(), nullable=True, comment="统一社会信用代码: one legal entity, one customer"),
        sa.Column(
            "billing", sa.Text(), nullable=True, comment="开票资料: title, tax_no, bank, account, address, phone"
        ),
        sa.Column("usual", sa.Text(), nullable=True, comment="answers of the next order, by field of the book"),
        sa.Column(
            "usual_at",
            sa.DateTime(),
            nullable=True,
            comment="when contact, address or usual answers were last written; newer than the last order they win over it",
        ),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_customer_created_by_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_customer_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer")),
        sa.UniqueConstraint("code", name=op.f("uq_customer_code")),
        sa.UniqueConstraint("name", name=op.f("uq_customer_name")),
        sa.UniqueConstraint("uscc", name=op.f("uq_customer_uscc")),
    )
    op.create_index(op.f("ix_customer_owner_id"), "customer", ["owner_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("from_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("to_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("begins_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True, comment="taken back before its time"),
        sa.Column("begun", sa.Boolean(), nullable=False, comment="the cards have moved to the deputy"),
        sa.Column("over", sa.Boolean(), nullable=False, comment="the cards have moved back"),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_delegation_from_id_person")),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_delegation_made_by_person")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_delegation_to_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    op.create_index(op.f("ix_delegation_from_id"), "delegation", ["from_id"], unique=False)
    op.create_index(op.f("ix_delegation_to_id"), "delegation", ["to_id"], unique=False)
    op.create_table(
        "department_duty",
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("interface_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("deputy_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["deputy_id"], ["person.id"], name=op.f("fk_department_duty_deputy_id_person")),
        sa.ForeignKeyConstraint(["interface_id"], ["person.id"], name=op.f("fk_department_duty_interface_id_person")),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_department_duty")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form", sa.Text(), nullable=False, comment="order | customer | product | invite …"),
        sa.Column("leaf", sa.Text(), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="open | submitted | discarded"),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index(
        "ix_draft_open",
        "draft",
        ["person_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "group_pick",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("used_chat", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_group_pick_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_pick")),
    )
    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="order:<id> | company"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("for_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False, comment="canonical JSON that the hash covers"),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_history_actor_id_person")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_history_for_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
        sa.UniqueConstraint("subject", "seq", name=op.f("uq_history_subject_seq")),
    )
    op.create_table(
        "invite",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_invite_created_by_person")),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name=op.f("fk_invite_used_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invite")),
        sa.UniqueConstraint("token", name=op.f("uq_invite_token")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="new | running | done | dead"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("file_body", sa.LargeBinary(), nullable=True, comment="what was made, until it is tidied"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_job_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index(
        "ix_job_queue",
        "job",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state IN ('new','running')"),
        postgresql_where=sa.text("state IN ('new','running')"),
    )
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pinyin", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("whole_units", sa.Boolean(), nullable=False, comment="no half pieces"),
        sa.Column("supply", sa.Text(), nullable=False, comment="stock | make | buy"),
        sa.Column("list_price", sa.BigInteger(), nullable=True),
        sa.Column("floor_price", sa.BigInteger(), nullable=True, comment="底价: below it somebody judges"),
        sa.Column("lead_days", sa.Integer(), nullable=False, comment="working days"),
        sa.Column("drawing", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f("fk_product_created_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("code", name=op.f("uq_product_code")),
    )
    op.create_table(
        "customer_place",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_customer_place_customer_id_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_place")),
    )
    op.create_index(op.f("ix_customer_place_customer_id"), "customer_place", ["customer_id"], unique=False)
    op.create_table(
        "group_binding",
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("bound_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("bound_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["bound_by"], ["person.id"], name=op.f("fk_group_binding_bound_by_person")),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_group_binding_chat_id_chat")),
        sa.PrimaryKeyConstraint("department", name=op.f("pk_group_binding")),
    )
    op.create_index(op.f("ix_group_binding_chat_id"), "group_binding", ["chat_id"], unique=False)
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("leaf", sa.Text(), nullable=False),
        sa.Column("book_revision", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("on_hold", sa.Boolean(), nullable=False),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("sales_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("filed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="跟单"),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("requested_on", sa.Date(), nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("promised_days_after_payment", sa.Integer(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False, comment="the leaf's other answers"),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "copied_from_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="再来一单: the order it repeats",
        ),
        sa.Column("original_number", sa.Text(), nullable=True, comment="期初: what it was called before"),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(), nullable=True),
        sa.Column("released_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column(
            "touched_at",
            sa.DateTime(),
            nullable=False,
            comment="every change of the order or its parts sets it, and so bumps row_version",
        ),
        sa.ForeignKeyConstraint(
            ["book_revision"], ["book_revision.revision"], name=op.f("fk_orders_book_revision_book_revision")
        ),
        sa.ForeignKeyConstraint(["copied_from_id"], ["orders.id"], name=op.f("fk_orders_copied_from_id_orders")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"], name=op.f("fk_orders_customer_id_customer")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_orders_draft_id_draft")),
        sa.ForeignKeyConstraint(["filed_by"], ["person.id"], name=op.f("fk_orders_filed_by_person")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_orders_owner_id_person")),
        sa.ForeignKeyConstraint(["sales_id"], ["person.id"], name=op.f("fk_orders_sales_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_orders_draft_id")),
        sa.UniqueConstraint("number", name=op.f("uq_orders_number")),
        sa.UniqueConstraint("original_number", name=op.f("uq_orders_original_number")),
    )
    op.create_index(op.f("ix_orders_customer_id"), "orders", ["customer_id"], unique=False)
    op.create_index(op.f("ix_orders_filed_by"), "orders", ["filed_by"], unique=False)
    op.create_index(
        "ix_orders_live",
        "orders",
        ["state"],
        unique=False,
        sqlite_where=sa.text("state NOT IN ('closed','rejected','withdrawn','cancelled')"),
        postgresql_where=sa.text("state NOT IN ('closed','rejected','withdrawn','cancelled')"),
    )
    op.create_index(op.f("ix_orders_sales_id"), "orders", ["sales_id"], unique=False)
    op.create_table(
        "product_pack",
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("factor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_product_pack_product_id_product")),
        sa.PrimaryKeyConstraint("product_id", "name", name=op.f("pk_product_pack")),
    )
    op.create_table(
        "sheet",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="reading | refused | faulty | preview | importing | imported | cancelled | failed",
        ),
        sa.Column("kind", sa.Text(), nullable=True, comment="customers | products | lines | opening"),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("table", sa.Text(), nullable=True, comment="the cells as they were read"),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("summary", sa.Text(), nullable=False, comment="what the card says"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_sheet_draft_id_draft")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sheet_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet")),
    )
    op.create_index(op.f("ix_sheet_person_id"), "sheet", ["person_id"], unique=False)
    op.create_table(
        "approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="review"),
        sa.Column("round", sa.Integer(), nullable=False, comment="1 for the first of its kind about this order"),
        sa.Column("revision", sa.Integer(), nullable=False, comment="of the order: votes on another one do not count"),
        sa.Column("facts_hash", sa.Text(), nullable=False, comment="SHA-256 of the canonical facts that are voted on"),
        sa.Column(
            "facts", sa.Text(), nullable=False, comment="those facts, so that a later revision can say what changed"
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False, comment="whose turn it is, from 1"),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False, comment="the screening rules that fired: key and facts"),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it was rejected, sent back or withdrawn"),
        sa.Column("field", sa.Text(), nullable=True, comment="of one that was sent back: what is to be completed"),
        sa.Column("opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_approval_closed_by_person")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_approval_opened_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_approval_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("order_id", "kind", "round", name=op.f("uq_approval_order_id_kind_round")),
    )
    op.create_index(
        "uq_approval_open",
        "approval",
        ["order_id", "kind"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "purpose",
            sa.Text(),
            nullable=False,
            comment="basis | drawing | photo | other | unsorted | delivery | signed | slip:…",
        ),
        sa.Column("kind", sa.Text(), nullable=False, comment="photo | document"),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_unique_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_attachment_draft_id_draft")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_attachment_order_id_orders")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_attachment_sent_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_draft_id"), "attachment", ["draft_id"], unique=False)
    op.create_index(op.f("ix_attachment_order_id"), "attachment", ["order_id"], unique=False)
    op.create_table(
        "card",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False, comment="edition that should stand in the chat"),
        sa.Column("shown", sa.Integer(), nullable=False, comment="edition that stands there"),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("stale_message_id", sa.BigInteger(), nullable=True, comment="to be deleted after a repost"),
        sa.Column("buried", sa.Integer(), nullable=False, comment="messages that came below it"),
        sa.Column("with_photo", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False, comment="terminal: has no buttons any more"),
        sa.Column(
            "said", sa.Text(), nullable=True, comment="digest of what stands there, where the same is not sent twice"
        ),
        sa.Column("pinned_id", sa.BigInteger(), nullable=True, comment="message that is pinned, or must not be"),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_card_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card")),
        sa.UniqueConstraint("kind", "subject", "chat_id", name=op.f("uq_card_kind_subject_chat_id")),
    )
    op.create_index(op.f("ix_card_order_id"), "card", ["order_id"], unique=False)
    op.create_table(
        "chase",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False, comment="order:<id> | slip:<id> | draft:<id>"),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("anchor_at", sa.DateTime(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_chase_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chase")),
        sa.UniqueConstraint("rule", "subject", name=op.f("uq_chase_rule_subject")),
    )
    op.create_index(
        "ix_chase_due",
        "chase",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(op.f("ix_chase_order_id"), "chase", ["order_id"], unique=False)
    op.create_table(
        "order_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product_code", sa.Text(), nullable=False),
        sa.Column("product_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("supply", sa.Text(), nullable=False),
        sa.Column("drawing", sa.Text(), nullable=True),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_price", sa.BigInteger(), nullable=True),
        sa.Column("list_price", sa.BigInteger(), nullable=True, comment="what the list said when it was agreed"),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_line_order_id_orders")),
        sa.ForeignKeyConstraint(["product_id"], ["product.id"], name=op.f("fk_order_line_product_id_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_line_order_id_position")),
    )
    op.create_table(
        "payment_term",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("share", sa.BigInteger(), nullable=True),
        sa.Column(
            "required_minor",
            sa.BigInteger(),
            nullable=False,
            comment="cumulative: all money due before this checkpoint",
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payment_term_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_term")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_payment_term_order_id_position")),
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="noticed | shipped | signed | cancelled"),
        sa.Column("ship_by", sa.Date(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("noticed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("noticed_at", sa.DateTime(), nullable=False),
        sa.Column("shipped_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("shipped_at", sa.DateTime(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=True),
        sa.Column("signed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("signed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["noticed_by"], ["person.id"], name=op.f("fk_shipment_noticed_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shipment_order_id_orders")),
        sa.ForeignKeyConstraint(["shipped_by"], ["person.id"], name=op.f("fk_shipment_shipped_by_person")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_shipment_signed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("order_id", "batch", name=op.f("uq_shipment_order_id_batch")),
    )
    op.create_table(
        "signoff",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_signoff_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signoff_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signoff")),
        sa.UniqueConstraint("order_id", "name", "revision", name=op.f("uq_signoff_order_id_name_revision")),
    )
    op.create_table(
        "slip",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="waiting | confirmed | not_found | withdrawn"),
        sa.Column("claimed_minor", sa.BigInteger(), nullable=True),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("file_kind", sa.Text(), nullable=True, comment="photo | document"),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("file_unique_id", sa.Text(), nullable=True),
        sa.Column(
            "sheet_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="期初: it came by a sheet",
        ),
        sa.Column("sent_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_slip_decided_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_slip_order_id_orders")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_slip_sent_by_person")),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheet.id"], name=op.f("fk_slip_sheet_id_sheet")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip")),
    )
    op.create_index(op.f("ix_slip_file_unique_id"), "slip", ["file_unique_id"], unique=False)
    op.create_index(op.f("ix_slip_order_id"), "slip", ["order_id"], unique=False)
    op.create_index(op.f("ix_slip_sheet_id"), "slip", ["sheet_id"], unique=False)
    op.create_index(
        "ix_slip_waiting",
        "slip",
        ["id"],
        unique=False,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "approval_level",
        sa.Column("approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False, comment="all | any | in_turn | votes"),
        sa.Column("needed", sa.Integer(), nullable=True, comment="votes: how many consents carry it"),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_level_approval_id_approval")),
        sa.PrimaryKeyConstraint("approval_id", "position", name=op.f("pk_approval_level")),
    )
    op.create_table(
        "approval_seat",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="order of asking within the level"),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("asked_of", sa.Text(), nullable=False, comment="department, X.interface, X.head"),
        sa.Column(
            "person_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="this person alone",
        ),
        sa.Column("because", sa.Text(), nullable=False, comment="keys of the rules that brought it"),
        sa.Column("ask", sa.Text(), nullable=False, comment="the one question, by language"),
        sa.Column("promises", sa.Boolean(), nullable=False, comment="gives the promised date with its consent"),
        sa.Column("joining", sa.Text(), nullable=False, comment="team | passed_on | before | beside | after"),
        sa.Column(
            "of_seat",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="whom it stands in or speaks for",
        ),
        sa.Column(
            "asked_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="who passed it on or asked for it",
        ),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_approval_seat_approval_id_approval")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_approval_seat_asked_by_person")),
        sa.ForeignKeyConstraint(["of_seat"], ["approval_seat.id"], name=op.f("fk_approval_seat_of_seat_approval_seat")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_seat_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval_seat")),
    )
    op.create_index(op.f("ix_approval_seat_approval_id"), "approval_seat", ["approval_id"], unique=False)
    op.create_index(
        "ix_approval_seat_open",
        "approval_seat",
        ["approval_id"],
        unique=False,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_approval_seat_person_id"), "approval_seat", ["person_id"], unique=False)
    op.create_table(
        "owed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("klass", sa.Integer(), nullable=False, comment="0 answer, 1 card, 2 notice, 3 reminder, 4 digest"),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("dedupe", sa.Text(), nullable=True),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False, comment="pending | sending | sent | void | dead"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(), nullable=True),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("lease_token", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_owed_card_id_card")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_owed_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owed")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_owed_dedupe")),
    )
    op.create_index("ix_owed_message", "owed", ["chat_id", "message_id"], unique=False)
    op.create_index(op.f("ix_owed_order_id"), "owed", ["order_id"], unique=False)
    op.create_index(
        "ix_owed_queue",
        "owed",
        ["chat_id", "klass", "id", "state", "not_before", "lease_until"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending','sending')"),
        postgresql_where=sa.text("state IN ('pending','sending')"),
    )
    op.create_index(
        "uq_owed_card_pending",
        "owed",
        ["card_id"],
        unique=True,
        sqlite_where=sa.text("state = 'pending' AND card_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'pending' AND card_id IS NOT NULL"),
    )
    op.create_table(
        "readiness",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_readiness_line_id_order_line")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_readiness_order_id_orders")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_readiness_reported_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readiness")),
    )
    op.create_index(op.f("ix_readiness_order_id"), "readiness", ["order_id"], unique=False)
    op.create_table(
        "receipt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="payment | refund | bounce | correction"),
        sa.Column("payer", sa.Text(), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("slip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_receipt_confirmed_by_person")),
        sa.ForeignKeyConstraint(["reverses_id"], ["receipt.id"], name=op.f("fk_receipt_reverses_id_receipt")),
        sa.ForeignKeyConstraint(["slip_id"], ["slip.id"], name=op.f("fk_receipt_slip_id_slip")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
    )
    op.create_index(op.f("ix_receipt_slip_id"), "receipt", ["slip_id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_shipment_line_line_id_order_line")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("shipment_id", "line_id", name=op.f("pk_shipment_line")),
    )
    op.create_table(
        "stock_in",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_stock_in_done_by_person")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_stock_in_line_id_order_line")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_stock_in_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_in")),
    )
    op.create_index(op.f("ix_stock_in_order_id"), "stock_in", ["order_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("after_gate", sa.Boolean(), nullable=False),
        sa.Column("allocated_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["allocated_by"], ["person.id"], name=op.f("fk_allocation_allocated_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_allocation_order_id_orders")),
        sa.ForeignKeyConstraint(["receipt_id"], ["receipt.id"], name=op.f("fk_allocation_receipt_id_receipt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("receipt_id", "order_id", name=op.f("uq_allocation_receipt_id_order_id")),
    )
    op.create_index(op.f("ix_allocation_order_id"), "allocation", ["order_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "said", sa.Text(), nullable=False, comment="technical, resources, market; risks, benefit, suggestions"
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["approval_seat.id"], name=op.f("fk_assessment_seat_id_approval_seat")),
        sa.PrimaryKeyConstraint("seat_id", "person_id", name=op.f("pk_assessment")),
    )
    op.create_table(
        "button",
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=True, comment="the order's revision that was shown"),
        sa.Column("acts", sa.Text(), nullable=False),
        sa.Column("used", sa.Text(), nullable=False, comment="[index, person, moment] of effects already done"),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_button_card_id_card")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_button_order_id_orders")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed.id"], name=op.f("fk_button_owed_id_owed")),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_button")),
    )
    op.create_index(op.f("ix_button_card_id"), "button", ["card_id"], unique=False)
    op.create_index(op.f("ix_button_owed_id"), "button", ["owed_id"], unique=False)
    op.create_table(
        "prompt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("args", sa.Text(), nullable=False),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("card_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["card_id"], ["card.id"], name=op.f("fk_prompt_card_id_card")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed.id"], name=op.f("fk_prompt_owed_id_owed")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_prompt_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
    )
    op.create_index(
        "ix_prompt_open",
        "prompt",
        ["chat_id"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(op.f("ix_prompt_owed_id"), "prompt", ["owed_id"], unique=False)
    op.create_table(
        "vote",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "for_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="代理: in whose place",
        ),
        sa.Column("verdict", sa.Text(), nullable=False, comment="approve | conditional | reject | send_back"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("facts_hash", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("condition", sa.Text(), nullable=True, comment="有条件同意: what must be done"),
        sa.Column(
            "assessment",
            sa.Text(),
            nullable=False,
            comment="capability: technical, resources, market; risks, benefit, suggestions",
        ),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column(
            "repeats", sa.Boolean(), nullable=False, comment="上一级已同意: the same person agreed a level before"
        ),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_vote_approval_id_approval")),
        sa.ForeignKeyConstraint(["for_id"], ["person.id"], name=op.f("fk_vote_for_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_vote_person_id_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["approval_seat.id"], name=op.f("fk_vote_seat_id_approval_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "approval_id", "level", "turn", "person_id", name=op.f("uq_vote_approval_id_level_turn_person_id")
        ),
        sa.UniqueConstraint("seat_id", name=op.f("uq_vote_seat_id")),
    )
    op.create_index(op.f("ix_vote_person_id"), "vote", ["person_id"], unique=False)
    op.create_table(
        "task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind", sa.Text(), nullable=False, comment="purchase | production | picking …, from the book; condition"
        ),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="conditions of one department are numbered"),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="doing | done | stopped; of a condition kept | open | met | dropped",
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="of a condition: what must be done"),
        sa.Column("blocks", sa.Text(), nullable=True, comment="of a condition: the checkpoint that waits for it"),
        sa.Column("vote_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_task_order_id_orders")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_task_owner_id_person")),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_task_vote_id_vote")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
        sa.UniqueConstraint(
            "order_id", "kind", "department", "position", name=op.f("uq_task_order_id_kind_department_position")
        ),
    )


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was taken before the migration")
