"""A door that lets in whom it was told to let in.

Comes in: a viewer for everybody who holds a token, and one for those who hold none. Goes out: the
same. Does not: know passwords, but for one.
"""

from bot.desk.doorkeeper import HERE, Refusal
from bot.domain.viewing import Viewer

RIGHT = "open sesame please"


class FakeDoor:
    """`viewer` is who comes without a token, None for nobody; whoever says the password is
    `member`."""

    def __init__(self, viewer: Viewer | None = HERE, member: Viewer | None = None) -> None:
        self.viewer = viewer
        self.member = member or Viewer(name="he", admin=True, all_open=True)
        self.empty = False
        self.tokens: set[str] = set()

    async def enter(self, name: str, password: str) -> str | Refusal:
        if name == "locked":
            return Refusal.LOCKED
        if password != RIGHT:
            return Refusal.WRONG
        token = f"token-{len(self.tokens)}"
        self.tokens.add(token)
        return token

    async def leave(self, token: str) -> None:
        self.tokens.discard(token)

    async def who(self, token: str | None) -> Viewer | None:
        return self.member if token in self.tokens else self.viewer

    async def nobody_yet(self) -> bool:
        return self.empty
