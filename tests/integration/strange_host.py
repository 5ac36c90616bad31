"""`qunli run` that tells which addresses its desk has, with a text model quick to load.

Comes in: the paths of a configuration and of the file to tell them in. Goes out: the service, until
it is stopped. Does not: change anything else.
"""

import asyncio
import sys
from pathlib import Path

from bot.commands import serving
from bot.desk.app import Application
from tests.integration import service_host


def main() -> None:
    """Serve."""
    make, there = serving.make_desk, Path(sys.argv[2])

    async def made(*given, **named) -> Application:
        app = await make(*given, **named)
        routes = {
            f"{route.method} {route.resource.canonical}"
            for route in app.router.routes()
            if route.resource is not None and route.method != "HEAD"
        }
        await asyncio.to_thread(there.write_text, "\n".join(sorted(routes)), "utf-8")
        return app

    serving.make_desk = made
    service_host.main()


if __name__ == "__main__":
    main()
