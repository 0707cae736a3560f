"""SARIF 2.1.0: the log of one run, as code scanning sites and editors read it, with the rules that were broken."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from bizenv_cli import __version__
from bizenv_cli.problem import Problem
from bizenv_cli.render import Page
from bizenv_cli.render.problems.fingerprint import fingerprints
from bizenv_cli.render.safe import json_text
from bizenv_cli.rules import catalogue

# The standard's own name of its schema: readers tell the version by it, nothing fetches it.
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_KINDS = {"before": "改前", "good": "正例", "bad": "反例"}


def render(problems: Sequence[Problem], texts: Mapping[str, str], page: Page) -> Iterator[str]:
    """Yield the log; columns count characters, and a region ends before its ``endColumn``."""
    codes = sorted({problem.code for problem in problems})
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "bizenv",
                        "version": __version__,
                        "language": "zh-CN",
                        "rules": [_descriptor(code) for code in codes],
                    }
                },
                "language": "zh-CN",
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {_ROOT: {"description": {"text": "运行 bizenv check 的文件夹"}}},
                "invocations": [{"executionSuccessful": True}],
                "results": [
                    {
                        "ruleId": problem.code,
                        "ruleIndex": codes.index(problem.code),
                        "level": "error",
                        "message": {"text": _message(problem)},
                        "locations": [{"physicalLocation": _place(problem, texts.get(problem.path, ""))}],
                        "partialFingerprints": {"problem/v1": fingerprint},
                    }
                    for problem, fingerprint in zip(problems, fingerprints(problems, texts), strict=True)
                ],
            }
        ],
    }
    yield json_text(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


def _descriptor(code: str) -> dict[str, Any]:
    broken = catalogue().get(code)
    if broken is None:
        return {"id": code}  # an interpreter that strips docstrings (-OO) knows no more
    examples = [(_KINDS[example.kind], example.text) for example in broken.examples]
    plain = [f"{label}：\n{text}" for label, text in examples]
    fenced = [f"{label}：\n\n```yaml\n{text}\n```" for label, text in examples]
    return {
        "id": code,
        "name": broken.title,
        "shortDescription": {"text": broken.title},
        "fullDescription": {"text": broken.text},
        "help": {
            "text": "\n\n".join([broken.text, *plain]),
            "markdown": "\n\n".join([broken.text, *fenced]),
        },
        "defaultConfiguration": {"level": "error"},
    }


def _message(problem: Problem) -> str:
    text = f"{problem.message}。{problem.hint}".rstrip("。")
    return text.replace(
        "](", "]\\("
    )  # a message may hold links, 「[text](address)」: a registry's text must not


def _place(problem: Problem, text: str) -> dict[str, Any]:
    start = problem.column - 1
    end = start + problem.length
    region: dict[str, Any] = {"startLine": problem.line, "startColumn": start + 1, "endColumn": end + 1}
    location = {"artifactLocation": _file(problem.path), "region": region}
    lines = text.split("\n")[problem.line - 1 : problem.line]
    if written := "".join(lines).rstrip("\r"):
        region["snippet"] = {"text": written[start:end]}
        location["contextRegion"] = {"startLine": problem.line, "snippet": {"text": written}}
    return location


def _file(path: str) -> dict[str, str]:
    """Return where a file is: from the folder of the call, or the whole way where it lies outside."""
    if PurePath(path).is_absolute():
        return {"uri": PurePath(path).as_uri()}
    return {"uri": quote(path.encode("utf-8", "surrogateescape")), "uriBaseId": _ROOT}
