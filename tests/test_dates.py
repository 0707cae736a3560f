"""Date phrases: a table of what is accepted and what is not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizenv_cli import clock, dates
from bizenv_cli.errors import BadCallError, BadDateError, UnknownCalendarError
from conftest import Run

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
        ("月中", ""),
        ("半个月后", ""),
        ("23-11-30", ""),
        ("2023", ""),
        ("5", ""),
        ("节", ""),
        ("十一", ""),
        ("五一", ""),
        ("前", ""),
        ("11月前", "含不含11月说不清：含的写 2023-11-30，不含的写 2023-10-31"),
        ("三季度前", "含的写 2023-09-30，不含的写 2023-06-30"),
        ("2023年前", "含的写 2023-12-31，不含的写 2022-12-31"),
        ("11月30日后", "含的写 2023-11-30，不含的写 2023-12-01"),
        ("10日前", "是10天前，还是本月10日前"),
        ("10日后", "是10天后，还是本月10日后"),
        ("3月内", "是3个月内，还是3月之内"),
        ("11月31日", "11 月只有 30 天"),
        ("2月29日", "2023 年 2 月只有 28 天"),
        ("13月", "没有 13 月"),
        ("31-12", "没有 31 月"),
        ("2020年中秋前", "没有单列中秋"),
        ("9999年后", ""),
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


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        *((phrase, "2023-11-30", "2023-11-30") for phrase in (
            "11月30日", "11月30号", "11 月 30 日", "十一月三十日", "十一月三十", "11-30", "11.30", "11/30", "2023.11.30",
            "2023—11—30", "二〇二三年十一月三十日", "2023年十一月三十日", "今年11月30日", "11月底", "11月末", "十一月底", "11月份末",
            "２０２３－１１－３０",
        )),
        ("月末", "2023-09-30", "2023-09-30"), ("本月末", "2023-09-30", "2023-09-30"), ("月初", "2023-09-01", "2023-09-01"),
        ("上月底", "2023-08-31", "2023-08-31"), ("下个月底", "2023-10-31", "2023-10-31"),
        ("15日", "2023-09-15", "2023-09-15"), ("下月15日", "2023-10-15", "2023-10-15"), ("去年12月3日", "2022-12-03", "2022-12-03"),
        ("2023年6月底", "2023-06-30", "2023-06-30"), ("明年二月底", "2024-02-29", "2024-02-29"),
        ("11月", "2023-11-01", "2023-11-30"), ("本月", "2023-09-01", "2023-09-30"), ("上个月", "2023-08-01", "2023-08-31"),
        ("11月上旬", "2023-11-01", "2023-11-10"), ("11月下旬", "2023-11-21", "2023-11-30"), ("月内", "2023-09-14", "2023-09-30"),
        ("三季度", "2023-07-01", "2023-09-30"), ("第三季度", "2023-07-01", "2023-09-30"), ("Q4", "2023-10-01", "2023-12-31"),
        ("2024年一季度", "2024-01-01", "2024-03-31"), ("2023Q3", "2023-07-01", "2023-09-30"), ("上季度", "2023-04-01", "2023-06-30"),
        ("三季度末", "2023-09-30", "2023-09-30"), ("下季度末", "2023-12-31", "2023-12-31"), ("季末", "2023-09-30", "2023-09-30"),
        ("上半年", "2023-01-01", "2023-06-30"), ("下半年", "2023-07-01", "2023-12-31"), ("上半年末", "2023-06-30", "2023-06-30"),
        ("年中", "2023-06-30", "2023-06-30"), ("年末", "2023-12-31", "2023-12-31"), ("明年底", "2024-12-31", "2024-12-31"),
        ("年初", "2023-01-01", "2023-01-01"), ("年内", "2023-09-14", "2023-12-31"), ("2023年", "2023-01-01", "2023-12-31"),
        ("今年", "2023-01-01", "2023-12-31"), ("全年", "2023-01-01", "2023-12-31"),
        ("昨天", "2023-09-13", "2023-09-13"), ("后天", "2023-09-16", "2023-09-16"), ("大后天", "2023-09-17", "2023-09-17"),
        ("本周五", "2023-09-15", "2023-09-15"), ("周五", "2023-09-15", "2023-09-15"), ("这周日", "2023-09-17", "2023-09-17"),
        ("下周一", "2023-09-18", "2023-09-18"), ("下星期天", "2023-09-24", "2023-09-24"), ("上周三", "2023-09-06", "2023-09-06"),
        ("下下周二", "2023-09-26", "2023-09-26"), ("本周", "2023-09-11", "2023-09-17"), ("下周", "2023-09-18", "2023-09-24"),
        ("周末", "2023-09-16", "2023-09-17"),
        ("三天后", "2023-09-17", "2023-09-17"), ("3天之后", "2023-09-17", "2023-09-17"), ("三天前", "2023-09-11", "2023-09-11"),
        ("两周后", "2023-09-28", "2023-09-28"), ("三个月后", "2023-12-14", "2023-12-14"), ("半年后", "2024-03-14", "2024-03-14"),
        ("两周内", "2023-09-14", "2023-09-28"), ("十天以内", "2023-09-14", "2023-09-24"), ("5日内", "2023-09-14", "2023-09-19"),
        ("30个工作日内", "2023-09-14", "2023-11-01"), ("3个工作日后", "2023-09-19", "2023-09-19"),
        ("五个工作日前", "2023-09-07", "2023-09-07"), ("两周", "2023-09-28", "2023-09-28"),
        ("国庆", "2023-09-29", "2023-10-06"), ("国庆期间", "2023-09-29", "2023-10-06"),
        ("国庆后第一个工作日", "2023-10-07", "2023-10-07"), ("国庆节后的第三个工作日", "2023-10-09", "2023-10-09"),
        ("节后第一个工作日", "2023-10-07", "2023-10-07"), ("国庆前最后一个工作日", "2023-09-28", "2023-09-28"),
        ("後天", "2023-09-16", "2023-09-16"), ("下週一", "2023-09-18", "2023-09-18"),
    ],
)  # fmt: skip
def test_said_in_chinese(phrase: str, first: str, last: str) -> None:
    period = dates.parse_period(phrase, TODAY)
    assert (str(period.first), str(period.last)) == (first, last)
    assert str(dates.last_day(phrase, TODAY)) == last
    assert str(dates.first_day(phrase, TODAY)) == first


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("11月30日前", "2023-11-30"), ("11月30日以前", "2023-11-30"), ("11月30日之前", "2023-11-30"), ("11月底前", "2023-11-30"),
        ("2023年6月底前", "2023-06-30"), ("2023-11-30前", "2023-11-30"), ("月底前", "2023-09-30"), ("年底前", "2023-12-31"),
        ("三季度末前", "2023-09-30"), ("本周五前", "2023-09-15"), ("15号前", "2023-09-15"), ("明天前", "2023-09-15"),
        ("国庆前", "2023-09-30"), ("国庆节前", "2023-09-30"), ("十一前", "2023-09-30"), ("元旦前", "2022-12-31"),
        ("明年元旦前", "2023-12-31"), ("五一前", "2023-04-30"), ("春节前", "2023-01-20"), ("2024年春节前", "2024-02-09"),
        ("中秋前", "2023-09-28"), ("节前", "2023-09-28"), ("國慶前", "2023-09-30"),
    ],
)  # fmt: skip
def test_an_end_is_an_end_and_nothing_else(phrase: str, day: str) -> None:
    """One library reads 11月30日前 as eleven months and thirty days ago."""
    assert str(dates.last_day(phrase, TODAY)) == day
    assert str(dates.parse_day(phrase, TODAY, until=True)) == day
    for read in (dates.first_day, dates.parse_period, dates.parse_day):
        with pytest.raises(BadDateError, match=f"只说到哪天为止，这里不能用；指这一天的写 {day}"):
            read(phrase, TODAY)


@pytest.mark.parametrize(
    ("phrase", "day"),
    [("9月1日起", "2023-09-01"), ("9月起", "2023-09-01"), ("上周一以来", "2023-09-04"), ("国庆后", "2023-10-07"), ("春节后", "2023-01-28"),
     ("五一之后", "2023-05-04"), ("节后", "2023-10-07")],
)  # fmt: skip
def test_a_beginning_is_a_beginning_and_nothing_else(phrase: str, day: str) -> None:
    assert str(dates.first_day(phrase, TODAY)) == day
    for read in (dates.last_day, dates.parse_period, dates.parse_day):
        with pytest.raises(BadDateError, match=f"只说从哪天起，这里不能用；指这一天的写 {day}"):
            read(phrase, TODAY)


@pytest.mark.parametrize(
    "phrase", ["2099年春节前", "2099年国庆后第一个工作日", "2099年国庆", "2099年国庆前最后一个工作日"]
)
def test_a_year_whose_holidays_are_not_known_is_told(phrase: str) -> None:
    with pytest.raises(UnknownCalendarError, match="不知道 2099 年的放假调休安排"):
        dates.last_day(phrase, TODAY)


def test_a_feast_of_the_sun_needs_no_holidays() -> None:
    assert str(dates.last_day("2099年国庆前", TODAY)) == "2099-09-30"


@pytest.mark.parametrize(
    ("span", "day"),
    [("两周", "2023-09-28"), ("三个月", "2023-12-14"), ("半年", "2024-03-14"), ("30个工作日", "2023-11-01"), ("两周内", "2023-09-28"),
     ("十天", "2023-09-24"), ("5日", "2023-09-19"), ("３０天", "2023-10-14")],
)  # fmt: skip
def test_spans_in_chinese(span: str, day: str) -> None:
    assert str(dates.add_span(TODAY, span)) == day


@pytest.mark.parametrize(
    "tag", ["11.30", "11-30", "1/2", "Q3", "2023Q3", "main", "v1.2", "HEAD~3", "30d", "30天"]
)
def test_a_versions_name_is_no_day(tag: str) -> None:
    assert dates.parse_moment(tag, TODAY) is None


@given(
    st.text(
        alphabet="年月日号周季度底末初前后内起上下本今明去第一二三十两0123456789-./Qq节国庆个工作天",
        max_size=8,
    ),
    st.dates(),
)
def test_whatever_is_typed_is_a_span_of_days_or_refused(phrase: str, today: date) -> None:
    for read in (dates.parse_period, dates.last_day, dates.first_day):
        try:
            found = read(phrase, today)
        except (BadDateError, UnknownCalendarError):
            continue
        if isinstance(found, dates.Period):
            assert found.first <= found.last


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["due", "--before", "11月底前"], "「11月底前」按 2023-11-30 理解\n"),
        (["due", "--before", "三季度"], "「三季度」按 2023-09-30 理解\n"),
        (["due", "--after", "三季度"], "「三季度」按 2023-07-01 理解\n"),
        (["due", "--on", "三季度"], "「三季度」按 2023-07-01 至 2023-09-30 理解\n"),
        (["due", "--before", "11.30"], "「11.30」按 2023-11-30 理解\n"),
        (["upcoming", "--reported-since", "上周一"], "「上周一」按 2023-08-21 理解\n"),
        (["due", "--before", "2023-11-30"], ""),
        (["due", "--on", "2023-11"], ""),
        (["list", "--as-of", "月底"], "「月底」按 2023-09-30 理解\n"),
        (["brief", "quarterly", "三季度"], "「三季度」按 2023-07-01 至 2023-09-30 理解\n"),
        (["brief", "quarterly", "2023年三季度"], ""),
        (["duties", "--month", "下月"], "「下月」按 2023-10-01 至 2023-10-31 理解\n"),
        (["duties", "--from", "下月起"], "「下月起」按 2023-10-01 理解\n"),
        (["sla", "明天"], "「明天」按 2023-09-02 理解\n"),
        (["extend", "1-49", "--to", "12月底前", "--approval", "示例〔2023〕2号", "--dry-run"], "「12月底前」按 2023-12-31 理解\n"),
        (["report", "1-49", "样例", "--date", "昨天", "--dry-run"], "「昨天」按 2023-08-31 理解\n"),
        (
            ["done", "1-49", "--date", "昨天", "--completed", "前天", "--dry-run"],
            "「前天」按 2023-08-30 理解\n「昨天」按 2023-08-31 理解\n",
        ),
    ],
)  # fmt: skip
def test_what_was_understood_is_said_once_beside_the_answer(
    run: Run, arguments: list[str], said: str
) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.err) == (0, said)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["due", "--on", "11月底前"], "只说到哪天为止"),
        (["due", "--after", "11月底前"], "只说到哪天为止"),
        (["list", "--as-of", "11月底前"], "只说到哪天为止"),
        (["extend", "1-49", "--to", "上半年", "--approval", "示例"], "这里要写到日"),
        (["brief", "monthly", "上半年"], "月报要写到月"),
        (["brief", "quarterly", "2023-07"], "季报要写季度"),
        (["due", "--before", "30个工作日内", "--as-of", "2099-01-01"], "不知道 2099 年的放假调休安排"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, arguments: list[str], told: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


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
