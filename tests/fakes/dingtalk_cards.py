"""The cards of the fake DingTalk: made by one request, shown by another, changed in place, pressed.

Comes in: requests of our client, presses of a test. Goes out: what each card shows now, presses on
the stream. Does not: draw.

Honest in what makes them hard: every value of a card is text; a template must exist; a card that is
not made cannot be shown, and one that has ended cannot be changed; the answer to showing is HTTP
200 with a result for each place; a press names no conversation unless told so, has no id of its
own, comes again where it is not acknowledged, and is only heard of by who subscribed to it.
"""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.dingtalk_gateway import Gateway
from tests.fakes.dingtalk_robot import RobotDesk, no
from tests.fakes.dingtalk_world import WANG, Person, World

INSTANCES = "/v1.0/card/instances"
DELIVER = "/v1.0/card/instances/deliver"
PRESSES = "/v1.0/card/instances/callback"
TEMPLATE = "1366a1eb-bc54-4859-ac88-517c56a9acb1.schema"


@dataclass(slots=True, kw_only=True)
class Card:
    """One card and where it stands; `drawn` are all things it has shown."""

    stream: bool
    data: dict
    place: str = ""
    drawn: list[dict] = field(default_factory=list)
    ended: bool = False

    @property
    def buttons(self) -> list[dict]:
        return json.loads(self.data["sys_full_json_obj"])["msgButtons"]


class CardDesk:
    """`templates` are those that exist; `permitted` whether the application may send cards."""

    def __init__(self, world: World, robot: RobotDesk, gateway: Gateway) -> None:
        self._world = world
        self._robot = robot
        self._gateway = gateway
        self._presses = 0
        self.templates = {TEMPLATE}
        self.permitted = True
        self.left_out: set[str] = set()
        self.cards: dict[str, Card] = {}

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(INSTANCES, self._make),
            web.put(INSTANCES, self._change),
            web.post(DELIVER, self._show),
        ]

    def standing(self) -> list[Card]:
        """The cards that somebody can see."""
        return [card for card in self.cards.values() if card.place]

    async def press(
        self, card: str, act: str, *, by: Person = WANG, in_place: bool = True
    ) -> str | None:
        """Somebody presses the button that begins with this; the press, None where nobody hears."""
        pressed = self.cards[card]
        button = next(one for one in pressed.buttons if one["id"].startswith(f"{act}."))
        assert button["request"] is True
        if not pressed.stream:
            return None
        kind, _, place = pressed.place.partition(".")
        self._presses += 1
        where = {"spaceType": kind, "spaceId": place} if in_place else {}
        content = {"cardPrivateData": {"actionIds": [button["id"]], "params": {}}}
        payload = {
            "type": "actionCallback",
            "outTrackId": card,
            "corpId": "ding-corp",
            "userId": by.staff_id,
            "userIdType": 1,
            "extension": "{}",
            "content": json.dumps(content),
            **where,
        }
        return await self._gateway.deliver(payload, topic=PRESSES, name=f"press-{self._presses}")

    def end(self, card: str) -> None:
        """The platform keeps it no longer."""
        self.cards[card].ended = True

    async def _make(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if body["cardTemplateId"] not in self.templates:
            return no(400, "param.cardTemplateIdInvalid")
        if not _all_text(body["cardData"]["cardParamMap"]):
            return no(400, "param.cardPublicDataInvalid")
        if body["outTrackId"] in self.cards:
            return no(400, "param.outTrackIdExist")
        data = body["cardData"]["cardParamMap"]
        self.cards[body["outTrackId"]] = Card(
            stream=body.get("callbackType") == "STREAM", data=data, drawn=[data]
        )
        return web.json_response({"success": True, "result": body["outTrackId"]})

    async def _show(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refusal := self._refusal(request)) is not None:
            return refusal
        card = self.cards.get(body["outTrackId"])
        scheme, _, space = body["openSpaceId"].partition("//")
        if card is None or card.ended or scheme != "dtv1.card":
            return no(400, "param.outTrackIdNotExist")
        kind, _, place = space.partition(".")
        model = {"IM_GROUP": "imGroupOpenDeliverModel", "IM_ROBOT": "imRobotOpenDeliverModel"}[kind]
        if kind == "IM_GROUP" and body[model]["robotCode"] != self._world.robot_code:
            return no(400, "param.robotCodeInvalid")
        known = kind == "IM_ROBOT" or not self._robot.groups or place in self._robot.groups
        taken = known and place not in self.left_out
        if taken:
            card.place = space
            self._world.take("card", place, card.data["markdown"])
        result = {"spaceId": place, "spaceType": kind, "success": taken}
        return web.json_response({"success": True, "result": [result]})

    async def _change(self, request: web.Request) -> web.Response:
        body = await request.json()
        if (refusal := self._refusal(request)) is not None:
            return refusal
        card = self.cards.get(body["outTrackId"])
        if card is None or card.ended:
            return no(400, "param.outTrackIdNotExist")
        data = body["cardData"]["cardParamMap"]
        if not _all_text(data):
            return no(400, "param.cardPublicDataInvalid")
        by_key = body.get("cardUpdateOptions", {}).get("updateCardDataByKey")
        card.data = card.data | data if by_key else data
        card.drawn.append(card.data)
        self._world.ring()
        return web.json_response({"success": True})

    def _refusal(self, request: web.Request) -> web.Response | None:
        refusal = self._robot.token_refusal(request)
        if refusal is None and not self.permitted:
            return no(403, "Forbidden.AccessDenied.AccessTokenPermissionDenied")
        return refusal


def _all_text(data: dict) -> bool:
    return all(isinstance(value, str) for value in data.values())
