"""A short run of the fuzzing campaign; ``make fuzz`` runs a long one."""

import pytest
from campaign import Campaign

from bench import LEDGER, Bench


@pytest.mark.parametrize("sort", ["bytes_", "trees"])
def test_a_short_campaign_breaks_nothing(sort: str) -> None:
    campaign = Campaign()
    getattr(campaign, sort)(20230728, lambda: campaign.executions < 150)
    assert campaign.executions >= 150
    assert len(campaign.answers) >= 10  # it reaches many ways of being wrong
    assert campaign.crashes == {}


def test_the_bench_finds_nothing_wrong_with_the_originals() -> None:
    bench = Bench()
    for path, data in bench.originals.items():
        assert bench.run(path, data) == [], path
    assert LEDGER in bench.originals


def test_what_escapes_is_counted_as_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Bench, _path: str, _data: bytes) -> None:
        raise RecursionError

    monkeypatch.setattr(Bench, "run", broken)
    campaign = Campaign()
    campaign.run("plan.yaml", b"")
    assert [path for path, _ in campaign.crashes.values()] == ["plan.yaml"]
