"""Parquet: one file a view; lists are lists, dates are dates, and the day stands in each file's metadata."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bizenv_cli.errors import MissingLibraryError
from bizenv_cli.export.columns import COLUMNS, Kind
from bizenv_cli.export.source import Source
from bizenv_cli.query.columns import day, names


def writer() -> Callable[[Source, Path], dict[str, int]]:
    """Return the function that writes the files into a folder.

    Raises:
        MissingLibraryError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415  (an extra that most do without)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise MissingLibraryError("parquet 格式", "pyarrow", "parquet") from error
    return partial(_write, pa, parquet)


def _write(pa: Any, parquet: Any, source: Source, folder: Path) -> dict[str, int]:
    types = {
        Kind.TEXT: pa.string(),
        Kind.INTEGER: pa.int64(),
        Kind.DAY: pa.date32(),
        Kind.NAMES: pa.list_(pa.string()),
        Kind.JSON: pa.string(),
        Kind.NUMBER: pa.float64(),
    }
    about = source.about()
    rows = dict.fromkeys(COLUMNS, 0)
    for view, kinds in COLUMNS.items():
        schema = pa.schema([(name, types[kind]) for name, kind in kinds.items()], metadata=about)
        with (
            (folder / f"{view}.parquet").open("wb") as file,
            parquet.ParquetWriter(file, schema, compression="zstd") as out,
        ):
            for batch in source.batches(view):
                cells = zip(zip(*batch, strict=True), kinds.values(), schema.types, strict=True)
                arrays = [pa.array(_values(column, kind), type_) for column, kind, type_ in cells]
                out.write_batch(pa.record_batch(arrays, schema=schema))
                rows[view] += len(batch)
    return rows


def _values(column: tuple[Any, ...], kind: Kind) -> list[Any]:
    if kind is Kind.DAY:
        return [day(text) for text in column]
    if kind is Kind.NAMES:
        return [None if text is None else names(text) for text in column]
    return list(column)
