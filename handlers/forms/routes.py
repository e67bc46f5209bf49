"""What forms bring to the desk."""

from __future__ import annotations

from handlers.forms import card, days, papers, runner
from handlers.routing import Routes

ROUTES = Routes(
    acts={
        "draft.pick": runner.pick,
        "draft.tool": runner.tool,
        "draft.typed": runner.typed,
        "draft.others": runner.others,
        "draft.back": runner.back,
        "draft.edit": runner.edit,
        "draft.field": runner.choose_field,
        "draft.summary": runner.to_summary,
        "draft.skip": runner.skip,
        "draft.cancel": runner.cancel,
        "draft.discard": runner.discard,
        "draft.save": runner.save,
        "draft.resume": runner.resume,
        "draft.submit": runner.submit,
        "draft.list": runner.list_open,
    },
    says={"draft": card.draft_card, "drafts": card.drafts_list},
)
assert days  # brought into `KINDS` by being imported
assert papers
