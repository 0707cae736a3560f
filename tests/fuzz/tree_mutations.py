"""Structured mutations: the real files as values, with values, keys and items exchanged for others, written anew."""

from copy import deepcopy
from typing import Any

import yaml
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)

JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.text(max_size=12),
    st.text(alphabet='2023-1/.年月日 〇一二三十OolI：:"“”', max_size=14),
    st.sampled_from(["", " ", "区法院", "区法院、区司法局", "各镇、街道、园区", "“区法院”", "[区法院]", "2023-11-31", "45260", "1-26", "done", "办结"]),
    st.just([]),
    st.just({}),
    st.lists(st.text(max_size=4), max_size=3),
    st.dictionaries(st.text(max_size=4), st.integers(), max_size=3),
)  # fmt: skip


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, item in value.items():
            found += _paths(item, (*path, key))
    elif isinstance(value, list):
        for at, item in enumerate(value):
            found += _paths(item, (*path, at))
    return found


@st.composite
def mutated_values(draw: DrawFn, value: Any) -> Any:
    """Draw a value like the given one, with one to four of its parts dropped, doubled, renamed or exchanged."""
    for _ in range(draw(st.integers(1, 4))):
        paths = _paths(value)
        path = draw(st.sampled_from(paths))
        if path:
            value = _at(draw, value, path, draw(st.sampled_from(paths)))
    return value


def _at(draw: DrawFn, value: Any, path: tuple[Any, ...], other: tuple[Any, ...]) -> Any:
    *before, last = path
    holder: Any = value
    for step in before:
        holder = holder[step]
    change = draw(st.sampled_from(["drop", "junk", "copy", "rename", "double"]))
    if change == "drop":
        del holder[last]
    elif change == "junk":
        holder[last] = draw(JUNK)
    elif change == "copy":
        found: Any = value
        for step in other:
            found = found[step]
        holder[last] = deepcopy(found)
    elif isinstance(holder, dict):
        holder[draw(st.text(max_size=10)) if change == "rename" else str(last) + "s"] = holder.pop(last)
    else:
        holder.insert(last, deepcopy(holder[last]))
    return value


def written(value: Any, *, flow: bool) -> bytes:
    """Write a value as YAML, in blocks or in brackets."""
    text: str = yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, default_flow_style=flow)
    return text.encode("utf-8", "surrogatepass")
