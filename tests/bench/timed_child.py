"""Run one command and print when it began, its seconds, its peak resident memory in KiB and its exit status.

A process of its own, started with ``python -I -S``: the kernel counts a child's peak from the memory that its parent
had when it was started, so the parent must be small (about 8 MB here; nothing below that can be told).
"""

import os
import sys
import time

OUT, ERRORS = 1, 2


def main() -> None:
    """Run ``argv[3:]`` with its output in the file (or terminal) ``argv[1]`` and its errors in ``argv[2]``."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [
        (os.POSIX_SPAWN_OPEN, OUT, sys.argv[1], flags, 0o644),
        (os.POSIX_SPAWN_OPEN, ERRORS, sys.argv[2], flags, 0o644),
    ]
    start = time.perf_counter()
    pid = os.posix_spawnp(sys.argv[3], sys.argv[3:], os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - start
    sys.stdout.write(f"{start} {seconds} {usage.ru_maxrss} {os.waitstatus_to_exitcode(status)}\n")


if __name__ == "__main__":
    main()
