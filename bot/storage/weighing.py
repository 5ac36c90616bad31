"""How much lies in a store: rows and bytes of every table.

Comes in: an engine. Goes out: figures by table; indexes count with their table. Does not: change
or keep anything. PostgreSQL tells by itself; SQLite does where it was built with `dbstat`, as
Python's usually is.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from bot.storage.databases import database_of
from bot.storage.faults import translated
from bot.storage.tables import metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Rows of a table, and the bytes of the pages it takes with its indexes; None where the
    database does not tell.
    """

    rows: int
    size: int | None


def weigh(engine: Engine) -> dict[str, Weight]:
    """Every table by its name. Blocks."""
    with translated(), engine.connect() as connection:
        sizes = _told(connection) if database_of(engine.url).is_shared else _counted(connection)
        return {
            table.name: Weight(
                rows=connection.execute(select(func.count()).select_from(table)).scalar_one(),
                size=None if sizes is None else sizes.get(table.name, 0),
            )
            for table in metadata.sorted_tables
        }


def count(engine: Engine, table: str) -> int:
    """The rows of one table. Blocks."""
    with translated(), engine.connect() as connection:
        found = select(func.count()).select_from(metadata.tables[table])
        return int(connection.execute(found).scalar_one())


def _told(connection: Connection) -> dict[str, int]:
    rows = connection.exec_driver_sql(
        "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
    )
    return {row[0]: row[1] for row in rows}


def _counted(connection: Connection) -> dict[str, int] | None:
    try:
        rows = connection.exec_driver_sql(
            "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name)"
            " GROUP BY tbl_name"
        )
    except OperationalError:
        return None
    return {row[0]: row[1] for row in rows}
