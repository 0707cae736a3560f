"""The register of complaints: numbered in order, days that can be, and nothing of any person."""

import re
from collections.abc import Iterator
from datetime import date

from bizenv_cli.problem import Problem
from bizenv_cli.registry import Registry
from bizenv_cli.vocabulary import STEPS, field_title

_DONE = {"call": "called", "settle": "settled", "answer": "answered"}
# A telephone in an office or at home; what stands before 元 and the like is an amount.
_LINE = re.compile(r"(?<![0-9])(?:\(?0[0-9]{2,3}\)?[- ]?)?[2-9][0-9]{6,7}(?![0-9]| ?[元万亿吨件户人平%])")
_TITLED = re.compile("[\u3400-\u9fff]{1,4}(?:先生|女士|小姐)")
_LABELLED = re.compile("(?:投诉人|来电人|联系人|举报人|姓名|电话|手机|身份证号?|住址)[:：]")
_DAY_LENGTH = 8


def complaint_numbers(registry: Registry) -> Iterator[Problem]:
    """Ensure that the complaints are numbered C1, C2 … in the order in which they came in.

    E258 投诉编号从 C1 起，不跳不重，按收到的先后
    投诉照收到的先后登记，新的接在最后，编号依次往下编。核对编号与收到日期。
    正例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例事由
            unit: 甲局
    反例：
        # complaints.yaml
        complaints:
          - id: C2
            received: 2099-04-01
            kind: general
            matter: 样例事由
            unit: 甲局
    反例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例事由
            unit: 甲局
          - id: C2
            received: 2099-03-01
            kind: general
            matter: 样例事由之二
            unit: 甲局
    """
    file = registry.complaints
    if file is None or not file.whole:
        return
    last: date | None = None
    for at, complaint in enumerate(file.record.complaints):
        if complaint.id != f"C{at + 1}":
            message = f"投诉编号应为 C{at + 1}，写的是 {complaint.id}"
            yield file.problem(("complaints", at, "id"), "E258", message, "从 C1 起依次编，新的接在最后")
            return
        if last and complaint.received < last:
            message = f"未按收到的先后排列：{complaint.received} 在 {last} 之后"
            yield file.problem(("complaints", at, "received"), "E258", message, "核对日期；新的接在最后")
        last = complaint.received


def step_before_complaint(registry: Registry) -> Iterator[Problem]:
    """Ensure that no step was taken before the complaint came in.

    E259 办理不早于收到
    电话联系、办结、回复的日期不会早于收到投诉的日期。核对日期。
    正例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例事由
            unit: 甲局
            called: 2099-04-02
    反例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例事由
            unit: 甲局
            called: 2099-03-02
    """
    file = registry.complaints
    for at, complaint in enumerate(file.record.complaints if file else ()):
        for step, name in _DONE.items():
            day = getattr(complaint, name)
            if file and day and day < complaint.received:
                message = f"{STEPS[step]}的日期 {day} 早于收到的 {complaint.received}"
                yield file.problem(("complaints", at, name), "E259", message, "核对日期")


def person_in_complaint(registry: Registry) -> Iterator[Problem]:
    """Ensure that a complaint names no person and no telephone.

    E260 投诉登记不写个人信息
    清单人人可见。事由和备注只写什么事，不写投诉人的姓名、称呼、电话、证件号、住址；手机号、身份证号、银行卡号另由 E010 拦下。删去。
    正例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例窗口多收材料
            unit: 甲局
    反例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 某女士反映样例窗口多收材料
            unit: 甲局
    反例：
        # complaints.yaml
        complaints:
          - id: C1
            received: 2099-04-01
            kind: general
            matter: 样例窗口多收材料
            unit: 甲局
            note: 座机 0000-23456789
    """
    file = registry.complaints
    for at, complaint in enumerate(file.record.complaints if file else ()):
        for name in ("matter", "note"):
            text = getattr(complaint, name)
            if file and text and (found := _personal(text)):
                message = f"{field_title(name)}里疑似有个人信息：「{found}」"
                hint = "清单人人可见，只写什么事；姓名、称呼、电话、证件号、住址都删去"
                yield file.problem(("complaints", at, name), "E260", message, hint)


def _personal(text: str) -> str:
    """Return what looks like a person or a telephone, or nothing."""
    for pattern in (_TITLED, _LABELLED):
        if match := pattern.search(text):
            return match[0]
    return next((match[0] for match in _LINE.finditer(text) if not _is_day(match[0])), "")


def _is_day(digits: str) -> bool:
    """Tell whether eight digits are a date such as 20231130."""
    try:
        return len(digits) == _DAY_LENGTH and bool(date.fromisoformat(digits))
    except ValueError:
        return False
