"""What is wrong with a user's SELECT is said in Chinese, with the names that may have been meant."""

import re

import pytest

from bizenv_cli.errors import BadCallError
from bizenv_cli.index import Index
from bizenv_cli.query import sql


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SELECT deadlin FROM tasks", "没有列「deadlin」。相近的有：deadline"),
        ("SELECT t.xyzw FROM tasks t", "没有列「t.xyzw」。tasks 的列有 ord、plan、id"),
        ("SELECT xyzw", "没有列「xyzw」。各视图的列见 bizenv sql"),
        ("SELECT 牵头单位 FROM tasks", "没有列「牵头单位」。牵头单位的列名是 lead"),
        ("SELECT * FROM tasks WHERE indicator = 登记财产", "没有列「登记财产」；若是文字，用单引号括起来"),
        ("SELECT * FROM task_s", "没有表或视图「task_s」。相近的有：tasks"),
        ("SELECT * FROM 任务", "没有表或视图「任务」。可查的有：tasks、"),
        ("SELECT id FROM tasks JOIN assignments ON 1", "列「id」不止一个视图有，前面写上视图名，如 tasks.id"),
        ("SELECT foo(1)", "没有函数「foo」"),
        ("SELEC 1", "「SELEC」附近写得不对"),
        ("SELECT id FROM tasks WHERE", "查询语句没有写完"),
        ("SELECT 'x", "「'x」不成词：引号要成对"),
        ("SELECT substr()", "函数 substr 的参数个数不对"),
        ("SELECT 1 FROM tasks WHERE count(1) > 1", "按合计筛选用 HAVING"),
        ("SELECT id FROM tasks GROUP BY count(1)", "GROUP BY 里不能用合计函数"),
        ("SELECT id FROM tasks HAVING 1", "HAVING 之前要有 GROUP BY"),
        ("SELECT id FROM tasks ORDER BY 5", "ORDER BY 写的第 1 个超出了所查的列数"),
        ("SELECT 1 UNION SELECT 1, 2", "UNION 前后两个查询的列数不同"),
        ("SELECT (SELECT 1, 2)", "子查询给出 2 列，这里只要 1 列"),
        ("SELECT ?", "把值直接写上"),
        ("SELECT *", "SELECT * 后面要写 FROM 视图"),
        ("SELECT 1; SELECT 2", "一次只能写一条查询语句"),
        ("SELECT json_extract('x', '$')", "不是 JSON"),
        ("SELECT abs(-9223372036854775808)", "超出了整数的范围"),
        ("SELECT zeroblob(9999999999)", "结果太大"),
        ("DELETE FROM task", "只能读取"),
    ],
)
def test_a_wrong_statement(index: Index, statement: str, told: str) -> None:
    with pytest.raises(BadCallError) as caught:
        sql.run(index, statement)
    said = str(caught.value)
    assert told in said
    assert not re.search("[a-z]+ [a-z]+ [a-z]+", said), said


def test_the_views_can_be_asked_again_after_a_wrong_statement(index: Index) -> None:
    with pytest.raises(BadCallError):
        sql.run(index, "SELECT nothing FROM tasks")
    assert sql.run(index, "SELECT count(*) FROM tasks").rows == ((201,),)
