"""Reminders and risks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.Text(), nullable=False, comment="empty: the whole company"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True, comment="what the day is: 春节, 调休, 盘点"),
        sa.Column("set_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_calendar_day_set_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_day")),
        sa.UniqueConstraint("department", "day", name=op.f("uq_calendar_day_department_day")),
    )
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("settled_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_calendar_year_settled_by_person")),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "risk_check",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False, comment="the day on which it was asked"),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False, comment="by item: fine | risk"),
        sa.Column("answered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True, comment="when the last item was ticked"),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_risk_check_answered_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk_check")),
        sa.UniqueConstraint("department", "day", name=op.f("uq_risk_check_department_day")),
    )
    op.create_table(
        "risk",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False, comment="key of the reminder rule that opened it; empty: by hand"),
        sa.Column(
            "subject", sa.Text(), nullable=False, comment="order:<id> | slip:<id> | customer:<id> | department:<key> …"
        ),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("level", sa.Text(), nullable=False, comment="low 低 | mid 中 | high 高"),
        sa.Column("words", sa.Text(), nullable=True, comment="by hand: what is feared"),
        sa.Column("department", sa.Text(), nullable=False, comment="whose it is"),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="责任人"),
        sa.Column("countermeasure", sa.Text(), nullable=True, comment="应对措施"),
        sa.Column("contingency", sa.Text(), nullable=True, comment="预案"),
        sa.Column("state", sa.Text(), nullable=False, comment="open | closed"),
        sa.Column(
            "opened_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="empty: a rule"
        ),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column(
            "closed_by",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="empty: its reason has gone",
        ),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True, comment="solved 已解决 | accepted 已接受 | false_alarm 误报"),
        sa.Column("closing_words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_risk_closed_by_person")),
        sa.ForeignKeyConstraint(["opened_by"], ["person.id"], name=op.f("fk_risk_opened_by_person")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_risk_order_id_orders")),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_risk_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_risk")),
    )
    with op.batch_alter_table("risk", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_risk_order_id"), ["order_id"], unique=False)
        batch_op.create_index(
            "ix_risk_standing",
            ["opened_at"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            "uq_risk_open",
            ["rule", "subject"],
            unique=True,
            sqlite_where=sa.text("state = 'open' AND rule <> ''"),
            postgresql_where=sa.text("state = 'open' AND rule <> ''"),
        )

    op.create_table(
        "reminded",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("step", sa.Integer(), nullable=False, comment="from 0; of an escalation its place in the rule"),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column(
            "anchor_at",
            sa.DateTime(),
            nullable=False,
            comment="what its chase counted from: which standing of the reason it was",
        ),
        sa.Column("owed_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "left_out",
            sa.Boolean(),
            server_default=sa.false(),
            nullable=False,
            comment="the message went without it: it was settled by then, or was not this chat's any more",
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_reminded_order_id_orders")),
        sa.ForeignKeyConstraint(["owed_id"], ["owed.id"], name=op.f("fk_reminded_owed_id_owed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminded")),
    )
    with op.batch_alter_table("reminded", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reminded_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_reminded_owed_id"), ["owed_id"], unique=False)

    with op.batch_alter_table("chase", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "resting", sa.Boolean(), server_default=sa.false(), nullable=False,
                comment="when it was looked at last it was somebody else's turn",
            )
        )  # fmt: skip
        batch_op.add_column(
            sa.Column("paused", sa.Text(), nullable=True, comment="acknowledged 知道了 | snoozed 稍后 | muted 别再催")
        )
        batch_op.add_column(sa.Column("paused_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(), nullable=True))
        batch_op.add_column(sa.Column("paused_until", sa.DateTime(), nullable=True, comment="snoozed: its end"))
        batch_op.add_column(
            sa.Column(
                "pause_reason",
                sa.Text(),
                nullable=True,
                comment="snoozed, muted: a key of the reasons that are offered",
            )
        )
        batch_op.create_foreign_key(batch_op.f("fk_chase_paused_by_person"), "person", ["paused_by"], ["id"])
        batch_op.create_index(
            "ix_chase_open",
            ["rule"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("owed", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "rang_at",
                sa.DateTime(),
                nullable=True,
                comment="sent, and a phone made a sound; empty: it arrived silently",
            )
        )
        batch_op.create_index(
            "ix_owed_rang",
            ["chat_id", "rang_at", "klass"],
            unique=False,
            sqlite_where=sa.text("rang_at IS NOT NULL"),
            postgresql_where=sa.text("rang_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_owed_nags",
            ["chat_id", "created_at"],
            unique=False,
            sqlite_where=sa.text("klass >= 3"),
            postgresql_where=sa.text("klass >= 3"),
        )

    # every order that lives is looked at once, so that rules that this version brings find it
    op.execute(
        """
        INSERT INTO chase (rule, subject, order_id, anchor_at, step, next_at)
        SELECT 'watch', 'order:' || CAST(id AS TEXT), id, filed_at, 0, filed_at FROM orders
         WHERE state NOT IN ('closed', 'rejected', 'withdrawn', 'cancelled')
        ON CONFLICT DO NOTHING
        """
    )


def downgrade() -> None:
    raise NotImplementedError("the way back is the backup that was taken before the migration")
