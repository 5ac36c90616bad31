"""An interface of calls and text messages on the loopback, that does what a test wants.

Comes in: HTTP requests. Goes out: what it took, in order. Does not: call anybody.
"""

import asyncio
from dataclasses import dataclass

from aiohttp import web


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it came over the line."""

    method: str
    path: str
    headers: dict[str, str]
    body: str


class PhoneServer:
    """`answers` are given one by one: a status and a body, or None for no answer at all; without
    any it takes everything.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: list[tuple[int, str] | None] = []
        self.base_url = ""
        self._runner: web.AppRunner | None = None
        self._over = asyncio.Event()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        self._over.set()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(
            Asked(
                method=request.method,
                path=request.path_qs,
                headers={name.lower(): value for name, value in request.headers.items()},
                body=await request.text(),
            )
        )
        answer = self.answers.pop(0) if self.answers else (200, '{"code": "OK"}')
        if answer is None:
            await self._over.wait()
            return web.Response(status=500)
        status, body = answer
        headers = {"Location": "/elsewhere"} if 300 <= status < 400 else {}
        return web.Response(status=status, text=body, headers=headers)
