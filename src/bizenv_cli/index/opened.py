"""An open index: its views at one day, over the plans that one call asks about."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bizenv_cli.errors import DamagedIndexError
from bizenv_cli.place import Place

Parameters = Iterable[Any] | dict[str, Any]


class Index(NamedTuple):
    """An open index at one day.

    Attributes:
        database: the connection; its views see the day and the plans asked about.
        as_of: the day of every status and day count.
        place: the registry, or the federation, that it indexes.
    """

    database: sqlite3.Connection
    as_of: date
    place: Place

    def rows(self, sql: str, parameters: Parameters = ()) -> list[sqlite3.Row]:
        """Ask one question and return its rows, whose columns are found by name."""
        return list(self.stream(sql, parameters))

    def stream(self, sql: str, parameters: Parameters = ()) -> Iterator[sqlite3.Row]:
        """Ask one question and yield its rows as they are found; memory does not grow with their number.

        Raises:
            DamagedIndexError: the index file is damaged.
        """
        try:
            yield from self.database.execute(sql, _given(parameters))
        except sqlite3.DatabaseError as error:
            if type(error) is sqlite3.DatabaseError:  # its subclasses are about the question, not the file
                (_, _, path) = self.database.execute("PRAGMA database_list").fetchone()
                raise DamagedIndexError(path) from error
            raise

    def one(self, sql: str, parameters: Parameters = ()) -> sqlite3.Row:
        """Ask a question that has exactly one row for an answer."""
        (row,) = self.rows(sql, parameters)
        return row

    def narrow(self, plan: int) -> None:
        """Leave out of every view all plans but one."""
        self.database.execute("DELETE FROM temp.asked WHERE no <> ?", [plan])

    def at(self, day: date) -> "Index":
        """Return this index at another day; what it was before sees that day too."""
        self.database.execute("UPDATE temp.asked SET as_of = ?", [day.isoformat()])
        return self._replace(as_of=day)

    def light_by(self, rule: str) -> None:
        """Light the lights of every plan by one rule: deadline, pace or forecast."""
        self.database.execute("UPDATE temp.asked SET light = ?", [rule])

    def one_by_one(self) -> list[sqlite3.Row]:
        """Return the plans that are asked about, in the order of the folders, to `ask_about` each in turn."""
        # SQLite takes them for a million and reads every task for each; told how few, it looks up a plan's own.
        self.database.execute("ANALYZE temp.asked")
        return self.rows("SELECT * FROM temp.asked ORDER BY position")

    def ask_about(self, plan: sqlite3.Row) -> None:
        """Leave one plan in every view, whichever plans were in them before."""
        self.database.execute("DELETE FROM temp.asked")
        self.database.execute("INSERT INTO temp.asked VALUES (?, ?, ?, ?, ?, ?, ?, ?)", tuple(plan))

    def folders(self, *, with_problems: bool = False) -> list[str]:
        """Return the folders of the plans that are asked about, or of those among them that have problems."""
        where = " WHERE problems > 0" if with_problems else ""
        sql = f"SELECT folder FROM main.plan JOIN temp.asked USING (no){where} ORDER BY position"
        return [row["folder"] for row in self.rows(sql)]

    def folder_of(self, plan: int) -> str:
        """Return the folder, below the place's root, of the plan with this inner number."""
        return str(self.one("SELECT folder FROM main.plan WHERE no = ?", [plan])["folder"])

    def key_of(self, plan: int) -> str:
        """Return the key of the plan with this inner number."""
        return str(self.one("SELECT key FROM temp.asked WHERE no = ?", [plan])["key"])

    def namesakes(self) -> list[str]:
        """Return the folders of the plans whose key is another's too."""
        repeated = "SELECT key FROM main.plan GROUP BY key HAVING count(*) > 1 AND key IS NOT NULL"
        sql = f"SELECT folder FROM main.plan JOIN temp.asked USING (no) WHERE plan.key IN ({repeated}) ORDER BY position"
        return [row["folder"] for row in self.rows(sql)]

    def only_key(self) -> str:
        """Return the key of the one plan that is asked about."""
        return str(self.one("SELECT key FROM temp.asked")["key"])

    def close(self) -> None:
        """Close the connection; the rows that were read stay."""
        self.database.close()


def opened(database: sqlite3.Connection, as_of: date, place: Place) -> Index:
    """Return the index that a filled database is, at a day, over all its plans that could be read.

    The database is closed where it proves damaged.
    """
    try:
        _prepare(database, as_of)
    except BaseException:
        database.close()
        raise
    return Index(database, as_of, place)


def _prepare(database: sqlite3.Connection, as_of: date) -> None:
    database.row_factory = sqlite3.Row
    database.execute("PRAGMA temp_store = memory")
    for statement in script("views.sql"):
        database.execute(statement)
    database.execute(
        "INSERT INTO temp.asked SELECT no, row_number() OVER (ORDER BY replace(folder, '/', char(1))) - 1,"
        " coalesce(key, folder), coalesce(alert_days, 0), coalesce(issued, ''), ?,"
        " coalesce(urgent_days, 0), coalesce(light, 'deadline') FROM plan",
        [as_of.isoformat()],
    )


def script(name: str) -> list[str]:
    """Return the statements of one of this package's SQL files."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    bare = "\n".join(line.partition("--")[0] for line in text.splitlines())
    return [statement for part in bare.split(";") if (statement := part.strip())]


def _given(parameters: Parameters) -> Any:
    return parameters if isinstance(parameters, dict) else tuple(parameters)
