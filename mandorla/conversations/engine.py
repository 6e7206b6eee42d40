"""The one place that connects figures of conversations with an engine that works them out.

`mandorla.analytics` only writes expressions. Here they meet the posts of the lake: on DuckDB in
this process, or on a Spark cluster that reads the same files.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from mandorla.base.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import ibis.expr.types as ir

DUCKDB: Final = "duckdb"
MEMORY: Final = "1GB"  # DuckDB writes what does not fit to a folder of its own
SPARK: Final = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.ansi.enabled": "false",  # a share of nothing is nothing, as elsewhere
}


@dataclass(frozen=True)
class Engine:
    """Posts on an engine, for as long as it is open.

    Attributes:
        posts: The posts, with the columns of the lake.
        keep: Works a table out once, so that it can be used several times.
        bring: Makes a table of whole numbers, by the names of its columns, for this engine.
    """

    posts: ir.Table
    keep: Callable[[ir.Table], ir.Table]
    bring: Callable[[Mapping[str, Sequence[int]]], ir.Table]


@contextmanager
def open_engine(
    address: str, files: Sequence[str], *, threads: int | None = None
) -> Iterator[Engine]:
    """Read posts with the engine at an address.

    Args:
        address: "duckdb", or where a Spark cluster listens: "spark://host:7077", "yarn",
            "local[2]" for one in this process.
        files: The Parquet files, at least one; Spark has to find them under the same names.
        threads: How many threads DuckDB may use; all processors without it.

    Raises:
        Refused: The engine is not installed or cannot be reached.
    """
    if address == DUCKDB:
        with TemporaryDirectory(prefix="mandorla-engine-") as folder:
            yield _on_duckdb(files, folder=folder, threads=threads)
    else:
        session = _spark(address)
        try:
            yield _on_spark(session, files)
        finally:
            session.stop()


def _on_duckdb(files: Sequence[str], *, folder: str, threads: int | None) -> Engine:
    import ibis  # slow import

    options = {"memory_limit": MEMORY, "temp_directory": folder} | (
        {"threads": threads} if threads else {}
    )
    con = ibis.duckdb.connect(**options)
    con.raw_sql("SET TimeZone = 'UTC'; SET preserve_insertion_order = false")
    _find(con, files)
    listed = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    # Seconds and months in the words of DuckDB: the way over the time zone costs ten times as much.
    moment = "make_timestamp(epoch_us(sent_at))"
    con.raw_sql(
        "CREATE VIEW posts AS SELECT * EXCLUDE sent_at, epoch_us(sent_at) // 1000000 AS second,"  # noqa: S608 - names of our own files, quoted
        f" year({moment}) * 12 + month({moment}) - 1 AS month"
        f" FROM read_parquet([{listed}], hive_partitioning = false)"
    )
    return Engine(con.table("posts"), keep=lambda table: table.cache(), bring=_in_memory)


def _in_memory(columns: Mapping[str, Sequence[int]]) -> ir.Table:
    import ibis  # slow import
    import pyarrow as pa  # slow import

    return ibis.memtable(
        pa.table({name: pa.array(one, pa.int64()) for name, one in columns.items()})
    )


def _find(con: Any, files: Sequence[str]) -> None:
    """Files of another file system are read through fsspec."""
    if "://" in files[0]:
        import fsspec  # slow import

        con.register_filesystem(fsspec.core.url_to_fs(files[0])[0])


def _spark(address: str) -> Any:
    try:
        from pyspark.errors import PySparkException  # optional dependency
        from pyspark.sql import SparkSession  # optional dependency
    except ImportError as problem:
        raise Refused(
            _("The engine {address} needs Spark: install Mandorla with its extra “spark”.").format(
                address=address
            )
        ) from problem
    builder = SparkSession.builder.master(address).appName("mandorla").config(map=SPARK)
    if address.startswith("local"):
        own = {"spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"}
        builder = builder.config(map=own | {"spark.sql.shuffle.partitions": "4"})
    try:
        return builder.getOrCreate()
    except (PySparkException, OSError) as problem:
        raise Refused(
            _("Spark at {address} cannot be started: is Java 17 there, and does it listen?").format(
                address=address
            )
        ) from problem


def _on_spark(session: Any, files: Sequence[str]) -> Engine:
    import ibis  # slow import

    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(*files).createOrReplaceTempView("posts")
    con = ibis.pyspark.connect(session)

    def bring(columns: Mapping[str, Sequence[int]]) -> ir.Table:
        """Ibis would hand a table in memory over too late to be kept."""
        rows = list(zip(*columns.values(), strict=True))
        types = ", ".join(f"{name} bigint" for name in columns)
        session.createDataFrame(rows, types).createOrReplaceTempView("brought")
        return con.table("brought")

    return Engine(con.table("posts"), keep=lambda table: table.cache(), bring=bring)
