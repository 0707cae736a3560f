"""Date phrases: a table of what is accepted and what is not."""

from datetime import date

import pytest

from bizenv_cli import clock, dates
from bizenv_cli.errors import BadCallError, BadDateError

TODAY = date(2023, 9, 14)


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("2023-11-30", "2023-11-30", "2023-11-30"),
        ("2023-1-5", "2023-01-05", "2023-01-05"),
        ("2023/11/30", "2023-11-30", "2023-11-30"),
        ("20231130", "2023-11-30", "2023-11-30"),
        ("2023年11月30日", "2023-11-30", "2023-11-30"),
        ("２０２３年１１月３０日", "2023-11-30", "2023-11-30"),
        ("2023-11", "2023-11-01", "2023-11-30"),
        ("2023年2月", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("今天", "2023-09-14", "2023-09-14"),
        ("明天", "2023-09-15", "2023-09-15"),
        ("月底", "2023-09-30", "2023-09-30"),
        ("本月底", "2023-09-30", "2023-09-30"),
        ("下月底", "2023-10-31", "2023-10-31"),
        ("季度末", "2023-09-30", "2023-09-30"),
        ("年底", "2023-12-31", "2023-12-31"),
        ("+30d", "2023-10-14", "2023-10-14"),
        ("30d", "2023-10-14", "2023-10-14"),
        ("2w", "2023-09-28", "2023-09-28"),
        ("3m", "2023-12-14", "2023-12-14"),
        ("2周", "2023-09-28", "2023-09-28"),
        (" 2023-11-30 ", "2023-11-30", "2023-11-30"),
    ],
)
def test_accepted(phrase: str, first: str, last: str) -> None:
    period = dates.parse_period(phrase, TODAY)
    assert (str(period.first), str(period.last)) == (first, last)


@pytest.mark.parametrize(
    ("phrase", "reason"),
    [
        ("昨儿", ""),
        ("", ""),
        ("2023-02-30", "2023 年 2 月只有 28 天"),
        ("2023-11-31", "11 月只有 30 天"),
        ("2023-13-01", "没有 13 月"),
        ("2023-00", "没有 0 月"),
        ("2023-11-00", "没有 0 日"),
        ("0000-01-01", "没有 0 年"),
        ("11月30日前", ""),
        ("2023-11-30T00:00", ""),
        ("-30d", ""),
        ("99999m", "超出日历范围"),
        ("٣٠d", ""),
        ("30", ""),
    ],
)
def test_refused_with_what_is_accepted(phrase: str, reason: str) -> None:
    with pytest.raises(BadDateError, match="可以写") as caught:
        dates.parse_period(phrase, TODAY)
    assert reason in str(caught.value)


def test_a_month_is_no_single_day() -> None:
    with pytest.raises(BadDateError, match="要写到日"):
        dates.parse_day("2023-11", TODAY)


@pytest.mark.parametrize(
    ("start", "span", "end"), [("2023-01-31", "1m", "2023-02-28"), ("2023-12-31", "2m", "2024-02-29")]
)
def test_months_end_where_the_month_ends(start: str, span: str, end: str) -> None:
    assert str(dates.add_span(date.fromisoformat(start), span)) == end


@pytest.mark.parametrize(
    ("day", "end"), [("2023-01-01", "2023-03-31"), ("2023-12-31", "2023-12-31"), ("2023-05-30", "2023-06-30")]
)
def test_quarters(day: str, end: str) -> None:
    assert str(dates.quarter_end(date.fromisoformat(day))) == end


def test_the_clock_obeys_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIZENV_TODAY", "2023-09-01")
    assert clock.today() == date(2023, 9, 1)
    monkeypatch.setenv("BIZENV_TODAY", "2023-9-1")
    with pytest.raises(BadCallError, match="BIZENV_TODAY"):
        clock.today()
