"""What is wrong with a request, as programs read it (RFC 9457) and people understand it.

Comes in: what handlers and gates raise for addresses of the interface. Goes out: problem+json in
Chinese. Does not: answer other addresses, or tell anything of the inside.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final

import yaml
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from bot.desk.interface.document import FOR_MACHINES, PROBLEM

_KEPT: Final = (hdrs.RETRY_AFTER, hdrs.WWW_AUTHENTICATE, hdrs.ALLOW)


def load_problems() -> Mapping[int, Mapping[str, str]]:
    """Title and detail by status."""
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    words: dict[int, dict[str, str]] = yaml.safe_load(text)["problems"]
    return words


def make_problems(words: Mapping[int, Mapping[str, str]]) -> Middleware:
    """Around everything else, so that refusals of the gates are told this way, too."""

    @web.middleware
    async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.path.startswith(FOR_MACHINES):
            return await handler(request)
        try:
            return await handler(request)
        except web.HTTPException as wrong:
            headers = {str(name): wrong.headers[name] for name in _KEPT if name in wrong.headers}
            errors = wrong.reasons if isinstance(wrong, NotAsDeclared) else ()
            return problem(words, wrong.status, errors, headers)

    return problems


class NotAsDeclared(web.HTTPBadRequest):
    """Values that are not as declared; each reason names one of them."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__()
        self.reasons = tuple(reasons)


def problem(
    words: Mapping[int, Mapping[str, str]],
    status: int,
    errors: Sequence[str] = (),
    headers: Mapping[str, str] | None = None,
) -> web.Response:
    """An answer that says what is wrong."""
    told = words.get(status, words[0])
    body: dict[str, object] = {"type": "about:blank", "title": told["title"]}
    body |= {"status": status, "detail": told["detail"], "errors": list(errors)}
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(text=text, status=status, content_type=PROBLEM, headers=headers)
