"""Changes and waivers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FILLED = {
    "order_line": ("ended",),
    "payment_term": ("revision", "total_minor", "in_proportion"),
    "shipment": ("revision", "value_minor"),
    "task": ("revision",),
}
"""Columns that every row has: those that stand are filled here, later ones by whoever writes them."""


def upgrade() -> None:
    op.create_table(
        "after_sale",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1 for the first of its order"),
        sa.Column("kind", sa.Text(), nullable=False, comment="return | allowance"),
        sa.Column("state", sa.Text(), nullable=False, comment="asked | agreed | refused | done | withdrawn"),
        sa.Column(
            "quantities", sa.Text(), nullable=False, comment="return: by line id; once it is done what came back"
        ),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False, comment="by how much less the customer owes"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True, comment="why it was refused"),
        sa.Column("done_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_after_sale_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_after_sale_decided_by_person")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_after_sale_done_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_after_sale_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_sale")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_after_sale_order_id_number")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1 for the first of its order"),
        sa.Column("kind", sa.Text(), nullable=False, comment="edit | cancel"),
        sa.Column("weight", sa.Text(), nullable=False, comment="told 告知类 | light 轻 | heavy 重"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="asking: impact statements are collected | deciding | applied | rejected | withdrawn | overtaken",
        ),
        sa.Column("factor", sa.Text(), nullable=False),
        sa.Column("factor_kind", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("countermeasure", sa.Text(), nullable=True, comment="应对措施"),
        sa.Column("contingency", sa.Text(), nullable=True, comment="预案"),
        sa.Column("before", sa.Text(), nullable=False, comment="what the order said when it was asked"),
        sa.Column("after", sa.Text(), nullable=False, comment="what it is to say"),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("to_revision", sa.Integer(), nullable=True),
        sa.Column("delta_minor", sa.BigInteger(), nullable=False),
        sa.Column("draft_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True, comment="by when it should be decided"),
        sa.Column("closed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True, comment="why it was rejected or withdrawn"),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_change_approval_id_approval")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_change_asked_by_person")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_change_closed_by_person")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_change_draft_id_draft")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_change_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_change_approval_id")),
        sa.UniqueConstraint("draft_id", name=op.f("uq_change_draft_id")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_change_order_id_number")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index(
            "uq_change_open",
            ["order_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('asking','deciding')"),
            postgresql_where=sa.text("state IN ('asking','deciding')"),
        )

    op.create_table(
        "inspection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False, comment="passed | failed"),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("inspected_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["inspected_by"], ["person.id"], name=op.f("fk_inspection_inspected_by_person")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_inspection_line_id_order_line")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_inspection_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inspection")),
    )
    with op.batch_alter_table("inspection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_inspection_order_id"), ["order_id"], unique=False)

    op.create_table(
        "waiver",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, comment="1 for the first of its order"),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("checkpoint", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False, comment="the reason of the gate that it stands for"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "ceiling_minor", sa.BigInteger(), nullable=True, comment="so much may be missing, or over the credit"
        ),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column(
            "state", sa.Text(), nullable=False, comment="asked | granted | refused | withdrawn | superseded | used"
        ),
        sa.Column("approval_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("used_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column(
            "shipment_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="at the ship checkpoint: the batch that left on it",
        ),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name=op.f("fk_waiver_approval_id_approval")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_waiver_asked_by_person")),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_waiver_decided_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_waiver_order_id_orders")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_waiver_shipment_id_shipment")),
        sa.ForeignKeyConstraint(["used_by"], ["person.id"], name=op.f("fk_waiver_used_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
        sa.UniqueConstraint("approval_id", name=op.f("uq_waiver_approval_id")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_waiver_order_id_number")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiver_shipment_id"), ["shipment_id"], unique=False)
        batch_op.create_index(
            "uq_waiver_asked",
            ["order_id", "checkpoint", "code"],
            unique=True,
            sqlite_where=sa.text("state = 'asked'"),
            postgresql_where=sa.text("state = 'asked'"),
        )

    op.create_table(
        "change_impact",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("change_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column(
            "answers", sa.Text(), nullable=False, comment="by question of the book; what is not answered is not there"
        ),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_change_impact_answered_by_person")),
        sa.ForeignKeyConstraint(["change_id"], ["change.id"], name=op.f("fk_change_impact_change_id_change")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_impact")),
        sa.UniqueConstraint("change_id", "department", name=op.f("uq_change_impact_change_id_department")),
    )
    op.create_table(
        "task_report",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("line_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reported_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_task_report_line_id_order_line")),
        sa.ForeignKeyConstraint(["reported_by"], ["person.id"], name=op.f("fk_task_report_reported_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_task_report_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_report")),
    )
    with op.batch_alter_table("task_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_report_line_id"), ["line_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_task_report_task_id"), ["task_id"], unique=False)

    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("credit_minor", sa.BigInteger(), nullable=True, comment="信用额度; None: nobody granted credit")
        )
        batch_op.add_column(sa.Column("credit_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("credit_at", sa.DateTime(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_customer_credit_by_person"), "person", ["credit_by"], ["id"])

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "ended",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="结束该行: nothing more of it; never deleted",
            )
        )

    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("held_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("released_revision", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "linked_to_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
                comment="补货: the order that it makes good",
            )
        )
        batch_op.add_column(
            sa.Column("linked_because", sa.Text(), nullable=True, comment="补货: why, in somebody's words")
        )
        batch_op.create_index(batch_op.f("ix_orders_linked_to_id"), ["linked_to_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_orders_held_by_person"), "person", ["held_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_orders_linked_to_id_orders"), "orders", ["linked_to_id"], ["id"])

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(_revision("of the order, under which it was begun"))
    with op.batch_alter_table("payment_term", schema=None) as batch_op:
        batch_op.add_column(_amount("total_minor", "of the order in this revision"))
        batch_op.add_column(_revision(None))
        batch_op.add_column(
            sa.Column(
                "in_proportion",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="按已收比例发货: each batch asks for its own part of it",
            )
        )
        batch_op.drop_constraint(batch_op.f("uq_payment_term_order_id_position"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_payment_term_order_id_revision_position"), ["order_id", "revision", "position"]
        )

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.alter_column(
            "kind",
            existing_type=sa.Text(),
            comment="payment | refund | bounce | correction | move | write_off",
        )
        batch_op.add_column(
            sa.Column("customer_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("reason", sa.Text(), nullable=True))
        batch_op.create_index(batch_op.f("ix_receipt_customer_id"), ["customer_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_receipt_customer_id_customer"), "customer", ["customer_id"], ["id"])

    with op.batch_alter_table("shipment", schema=None) as batch_op:
        batch_op.add_column(_revision("of the order, under which it was noticed, then shipped"))
        batch_op.add_column(_amount("value_minor", "what its goods cost the customer"))
        batch_op.add_column(sa.Column("freight", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("invoiced_on", sa.Date(), nullable=True, comment="账期 that begins with the invoice begins here")
        )

    with op.batch_alter_table("slip", schema=None) as batch_op:
        batch_op.alter_column(
            "state", existing_type=sa.Text(), comment="waiting | held | confirmed | not_found | withdrawn"
        )
        batch_op.add_column(
            sa.Column(
                "method", sa.Text(), nullable=True, comment="how it was paid, a key of the book; None: by transfer"
            )
        )
        batch_op.add_column(
            sa.Column("due_on", sa.Date(), nullable=True, comment="held: the day when the note (票据) is paid")
        )
        batch_op.create_index(
            "ix_slip_held",
            ["due_on"],
            unique=False,
            sqlite_where=sa.text("state = 'held'"),
            postgresql_where=sa.text("state = 'held'"),
        )

    _fill()
    for table, columns in FILLED.items():
        with op.batch_alter_table(table) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def _revision(comment: str | None) -> sa.Column[int]:
    return sa.Column("revision", sa.Integer(), nullable=False, server_default="1", comment=comment)


def _amount(name: str, comment: str) -> sa.Column[int]:
    """In minor units."""
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0", comment=comment)


def _fill() -> None:
    """What is known of the rows that stand: they belong to the present revision of their order."""
    for table in ("payment_term", "shipment", "task"):
        op.execute(f"UPDATE {table} SET revision = (SELECT o.revision FROM orders o WHERE o.id = {table}.order_id)")
    op.execute("UPDATE orders SET released_revision = revision WHERE released_at IS NOT NULL")
    op.execute(
        "UPDATE payment_term SET total_minor = (SELECT o.total_minor FROM orders o WHERE o.id = payment_term.order_id)"
    )
    op.execute(
        "UPDATE shipment SET value_minor = COALESCE((SELECT SUM(ROUND(l.amount_minor * 1.0 * s.quantity / l.quantity))"
        " FROM shipment_line s JOIN order_line l ON l.id = s.line_id WHERE s.shipment_id = shipment.id), 0)"
    )
    op.execute(
        "UPDATE receipt SET customer_id = (SELECT MIN(o.customer_id) FROM allocation a JOIN orders o"
        " ON o.id = a.order_id WHERE a.receipt_id = receipt.id)"
    )


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was taken before the migration")
