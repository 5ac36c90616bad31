"""A wire between two ends on this machine that is slow, cut, or dead.

Comes in: the port of a server. Goes out: a port that leads there. Does not: lose a byte that it
passes on; whoever is cut off has to connect again.
"""

import asyncio
import contextlib


class SlowWire:
    """`delay` is how many seconds each piece takes, `dead` that nothing arrives any more."""

    def __init__(self, port: int) -> None:
        self._there = port
        self.port = 0
        self.delay = 0.0
        self.dead = False
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Every connection there is; a new one may be made."""
        for writer in self._writers:
            writer.transport.abort()

    async def stop(self) -> None:
        self.dead = False
        self.cut()
        self._server.close()
        await self._server.wait_closed()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, beyond = await asyncio.open_connection("127.0.0.1", self._there)
        except OSError:  # there is nobody
            writer.transport.abort()
            return
        self._writers |= {writer, beyond}
        await asyncio.gather(self._carry(reader, beyond), self._carry(there, writer))
        self._writers -= {writer, beyond}

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            while piece := await reader.read(65536):
                if self.delay:
                    await asyncio.sleep(self.delay)  # noqa: TID251 - that is what it is for
                if not self.dead:
                    writer.write(piece)
                    await writer.drain()
        writer.transport.abort()
