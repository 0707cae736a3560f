"""What each name of a plan may be typed as, as rows of the index's table ``name_key``."""

from collections.abc import Iterator

from bizenv_cli.index.rows import Row, Rows
from bizenv_cli.registry import Registry
from bizenv_cli.spellings import spellings

_AFTER = 1000  # sub-indicators stand after all indicators


def name_rows(registry: Registry, _prefix: str) -> Rows:
    """Return the rows of ``name_key``, each once: a name and its alias may have the same initials."""
    return {"name_key": list(dict.fromkeys([*_directories(registry), *_groups(registry)]))}


def _directories(registry: Registry) -> Iterator[Row]:
    for at, unit in enumerate(registry.units.record.units if registry.units else (), 1):
        aliases = [alias.name for alias in unit.aliases]
        for key, how in spellings("unit", unit.name, aliases=aliases, pinyin=unit.pinyin):
            yield "unit", key, how, unit.name, "", at
    for at, official in enumerate(registry.officials.record.officials if registry.officials else (), 1):
        for key, how in spellings("official", official.name, pinyin=official.pinyin):
            yield "official", key, how, official.name, "", at


def _groups(registry: Registry) -> Iterator[Row]:
    subs = 0
    for file in registry.indicators:
        record = file.record
        body = [record.body_name] if record.body_name else []
        for key, how in spellings("indicator", record.indicator, aliases=body, number=record.order):
            yield "indicator", key, how, record.indicator, "", record.order
        for sub in record.sub_indicators:
            subs += 1
            for key, how in spellings("indicator", sub.sub_indicator):
                yield "indicator", key, how, record.indicator, sub.sub_indicator, _AFTER + subs
    for action in registry.actions:
        for key, how in spellings("action", action.record.action, number=action.record.order):
            yield "action", key, how, action.record.action, "", action.record.order
    for at, item in enumerate(registry.treatments.record.treatments if registry.treatments else (), 1):
        for key, how in spellings("treatment", item.treatment, number=at):
            yield "treatment", key, how, item.treatment, "", at
