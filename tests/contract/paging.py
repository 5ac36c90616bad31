"""Lists that are read page by page, read to their end."""


async def pages(store, name, some):
    """The last signs of the ids on all pages of two of `unit.<some>.<name>`, as they come."""
    found, past = [], None
    while True:
        rows = await store.look(lambda unit, past=past: getattr(getattr(unit, some), name)(2, past))
        found.append([row.id[-1] for row in rows])
        if len(rows) < 2:
            return found
        past = rows[-1]
