"""The rules that a registry is checked by: all of them a line each, or some of them in full."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from bizenv_cli.rules import GROUPS, Rule
from bizenv_cli.views.parts import Column, Paragraph, Part, Rows, Span, Verbatim, View, line

_COLUMNS = (Column("代号"), Column("规则"))
_CSV = (("code", "代号"), ("group", "类别"), ("title", "规则"), ("text", "说明"))
_KINDS = {
    "before": Span("改前", "dim"),
    "good": Span("正例", "good"),
    "bad": Span("反例", "bad"),
}


def listing(rules: Sequence[Rule]) -> View:
    """Return all rules in their groups, a line each."""
    title = line(Span(f"检查规则 {len(rules)} 条", "strong"), "　用法：bizenv explain E204")
    parts = tuple(
        Rows(
            _COLUMNS,
            tuple((line(rule.code), line(rule.title)) for rule in members),
            line(Span(group, "strong")),
        )
        for group in GROUPS.values()
        if (members := [rule for rule in rules if _group(rule) == group])
    )
    return View("explain", title, parts, "rules", _records(rules), len(rules), _CSV, None)


def explanation(rules: Sequence[Rule], query: Mapping[str, Any]) -> View:
    """Return some rules in full: text, good and bad examples."""
    if len(rules) == 1:
        (title, *rest) = (_title(rules[0]), *_body(rules[0]))
    else:
        title = line(Span(f"检查规则 {len(rules)} 条", "strong"))
        rest = [part for rule in rules for part in (Paragraph(_title(rule), gap=True), *_body(rule))]
    return View("explain", title, tuple(rest), "rules", _records(rules), len(rules), _CSV, None, query)


def _title(rule: Rule) -> tuple[Span, ...]:
    return line(Span(f"{rule.code}　{rule.title}", "strong"))


def _body(rule: Rule) -> Iterator[Part]:
    yield Paragraph(line(rule.text))
    for example in rule.examples:
        yield Verbatim(line(_KINDS[example.kind]), tuple(example.text.split("\n")))


def _group(rule: Rule) -> str:
    return GROUPS[rule.code[:2]]


def _records(rules: Sequence[Rule]) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {
            "code": rule.code,
            "group": _group(rule),
            "title": rule.title,
            "text": rule.text,
            "examples": [asdict(example) for example in rule.examples],
        }
        for rule in rules
    )
