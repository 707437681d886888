"""A hold on a case: while it stands, the case is deleted on no path."""

from __future__ import annotations

from roth_planner.records import Case

QUESTION, REASON = "hold", "hold_reason"

HELD = (
    "This case is on hold, so it was not deleted and nothing changed. Lift the hold first: the"
    " question is in the section \u201cKeeping or deleting this case\u201d."
)


def is_held(case: Case) -> bool:
    """Whether a case must be kept; while the chair is not sure, it must."""
    return case.answers.get(QUESTION) in ("yes", "not_sure")


def reason_of(case: Case) -> str:
    """Why it must be kept, in the chair's words; "" if that was not written."""
    return case.answers.get(REASON, "") if is_held(case) else ""
