"""What a form is made of: the tasks that a unit still has to report on, and what the ledger has of the unit already."""

from hashlib import sha256

from bizenv_cli.index import Index
from bizenv_cli.query import ledger
from bizenv_cli.query.ledger import EntryRow
from bizenv_cli.query.named import Named
from bizenv_cli.query.plan import head_of
from bizenv_cli.query.rows import TaskRow
from bizenv_cli.query.tasks import Filters, select
from bizenv_cli.workbook.form import VERSION, About


def about(index: Index, unit: Named) -> About:
    """Return what the form of a unit says of itself."""
    number = head_of(index, unit.plan).number
    return About(
        VERSION, index.key_of(unit.plan), number, unit.name, index.as_of, _registry(index, unit.plan)
    )


def open_tasks(index: Index, unit: Named, filters: Filters) -> list[TaskRow]:
    """Return the tasks that pass the filters, are not done, and of which the unit has not done its own part."""
    finished = ledger.finished(index, unit.plan, unit.name)
    return [task for task in select(index, filters) if task.status != "done" and task.id not in finished]


def entries(index: Index, unit: Named) -> list[EntryRow]:
    """Return the entries on tasks in a unit's file that count, in their order."""
    return [
        entry for entry in ledger.of_unit(index, index.key_of(unit.plan), unit.name) if entry.event != "void"
    ]


def _registry(index: Index, plan: int) -> str:
    """Return the commit that the index is of, or a digest of the plan's files."""
    if index.place.commit:
        return index.place.commit.name
    digest = sha256()
    for row in index.rows("SELECT path, sha256 FROM main.file WHERE plan = ? ORDER BY path", [plan]):
        digest.update(row["path"].encode("utf-8", "surrogateescape") + b"\0" + row["sha256"])
    return digest.hexdigest()
