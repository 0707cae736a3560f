"""A user's own SELECT on the documented views, with everything but reading forbidden."""

import sqlite3
from typing import Any, NamedTuple

from bizenv_cli.errors import BadCallError
from bizenv_cli.index import Index
from bizenv_cli.query.sqlwords import wrong

_READING = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
_FORBIDDEN_FUNCTIONS = {"load_extension", "fts3_tokenizer"}


VIEWS = {
    "tasks": "每项任务一行；plan 是方案代号；status 是当日状态，days 是距现行时限的天数（负数为逾期），days_late 是迟了多少天",
    "assignments": "任务与单位：每个牵头或配合关系一行；unit 是规范名，printed 是原文写法",
    "units": "单位名录；牵头并配合同一任务的只计牵头，open、overdue、next_deadline 就其牵头的计",
    "officials": "指标长与牵头区领导，及其牵头的指标、行动、治理",
    "indicators": "附件1 的指标",
    "actions": "附件2 的专项行动",
    "plans": "方案（一份清单就是一个；联合清单有几个）",
    "milestones": "举措文字里的节点日期",
    "errata": "勘误；subject 是任务编号或名称，fields 是所指项目",
    "entries": "登记；到当日为止的；voided 为 1 的已被更正，不算数",
    "extensions": "时限的每次变动；unit 是获准延期的单位，依文件修订的为空；passed 是变动时原时限已过多少天",
    "targets": "目标：写明数字的；status 是 met 达到、unmet 未达到、none 尚无数据，以到当日为止最新的数值计",
    "measurements": "量得的数值，到当日为止；id 是目标编号，unit 是登记单位",
    "duties": "例行职责，每次、每个责任方一行；deadline 是到期日，fulfilled 是到当日为止登记的履行日期，units 是责任单位",
    "complaints": "投诉，到当日为止收到的；called、settled、answered 是电话联系、办结、回复的日期",
    "overlaps": "可能是同一件事的任务，两两一行，通知里在前的为 id；likeness 是文字相似度（0 到 1），stated 为 1 的勘误已指出，verdict 是认定",
    "body_leads": "正文定为牵头、而附件由别的单位牵头的：每项任务、每个这样的单位一行",
    "amendments": "修订；authority 是依据文件，was 是各项改动前的内容（JSON）",
}


class Answer(NamedTuple):
    """The columns and rows of a SELECT."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


class ViewNote(NamedTuple):
    """One documented view: its name, what it holds, its columns."""

    name: str
    note: str
    columns: tuple[str, ...]


def run(index: Index, statement: str) -> Answer:
    """Run one SELECT.

    Raises:
        BadCallError: it is no SELECT, not one statement, or SQLite refuses it.
    """
    index.database.set_authorizer(_only_reading)
    try:
        cursor = index.database.execute(statement)
        if cursor.description is None:
            message = "只接受查询语句（SELECT）"
            raise BadCallError(message)
        rows = tuple(tuple(row) for row in cursor.fetchall())
    except (sqlite3.Error, sqlite3.Warning) as error:
        if "not authorized" in str(error) or "prohibited" in str(error):
            message = "只能读取，不能修改：请写 SELECT 语句"
        else:
            index.database.set_authorizer(None)
            columns = {view.name: view.columns for view in views(index)}
            message = wrong(str(error), statement, columns)
        raise BadCallError(message) from error
    finally:
        index.database.set_authorizer(None)
    return Answer(tuple(column[0] for column in cursor.description), rows)


def views(index: Index) -> tuple[ViewNote, ...]:
    """Return the documented views with their columns."""
    return tuple(
        ViewNote(
            name, note, tuple(column["name"] for column in index.rows(f"PRAGMA temp.table_info({name})"))
        )
        for name, note in VIEWS.items()
    )


def _only_reading(
    code: int, first: str | None, second: str | None, _database: str | None, _trigger: str | None
) -> int:
    if code not in _READING or (code == sqlite3.SQLITE_FUNCTION and second in _FORBIDDEN_FUNCTIONS):
        return sqlite3.SQLITE_DENY
    del first
    return sqlite3.SQLITE_OK
