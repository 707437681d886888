"""What people are called on a page that names them often: by their role only the first time."""

from __future__ import annotations

import re
from collections.abc import Iterable

from roth_planner.documents.outline import Block, Bullets, Paragraph, Run, Text

_WITH_ROLE = re.compile(r"(\w[^()\n:;]*?) \([^()\n]+\)(?=$|[:,.]| said)")


def roles_once(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks, where somebody set in bold keeps the role after the name only once."""
    met: dict[str, str] = {}

    def of(run: Run) -> Run:
        if not run.strong:
            return run
        found = _WITH_ROLE.match(run.text)
        if found is None:
            return run
        whole, name = found.group(0), found.group(1)
        # Two people of one name are told apart by their roles.
        if met.setdefault(name, whole) != whole or whole not in seen:
            seen.add(whole)
            return run
        return Run(run.text.replace(whole, name, 1), strong=True)

    def again(runs: Text) -> Text:
        return tuple(of(run) for run in runs)

    seen: set[str] = set()
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Bullets):
            found.append(Bullets(tuple(again(one) for one in block.items), block.numbered))
        elif isinstance(block, Paragraph):
            found.append(Paragraph(again(block.runs), block.lead))
        else:
            found.append(block)
    return tuple(found)
