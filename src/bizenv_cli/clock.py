"""The only reader of the clock: which day it is for this call, and how new a file is."""

import os
import time
from datetime import date, datetime

from bizenv_cli.dates import BEIJING, parse_iso_day
from bizenv_cli.errors import BadCallError


def today() -> date:
    """Return ``BIZENV_TODAY`` when set, else today's date in Asia/Shanghai.

    Raises:
        BadCallError: ``BIZENV_TODAY`` is no date of the form 2023-09-01.
    """
    fixed = os.environ.get("BIZENV_TODAY")
    if not fixed:
        return datetime.now(BEIJING).date()
    try:
        return parse_iso_day(fixed)
    except ValueError as error:
        message = f"环境变量 BIZENV_TODAY 不是日期：「{fixed}」（应写如 2023-09-01）"
        raise BadCallError(message) from error


def nanoseconds() -> int:
    """Return the time since 1970 as file systems count it."""
    return time.time_ns()
