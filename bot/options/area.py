"""What the configuration says of the community served: grids, estates, bound groups and people.

Comes in: values of the file. Goes out: frozen, checked parts. Does not: read files or environment.
"""

from typing import Literal

from pydantic import Field

from bot.options.parts import Day, Part, RoleName


class BuildingPart(Part):
    """A building of an estate."""

    name: str = Field(description="as the estate writes it")
    aliases: list[str] = Field(default=[], description="other names people use")
    units: list[str] = Field(default=[], description="units; empty where nobody knows")


class EstatePart(Part):
    """An estate or a set of open buildings."""

    name: str = Field(description="name of the estate")
    buildings: list[BuildingPart] = Field(
        default=[], description="its buildings; empty: any stated building is taken"
    )


class GridPart(Part):
    """A grid."""

    id: str = Field(description="short id, used in groups and people")
    name: str = Field(description="what people call it")
    estates: list[EstatePart] = Field(default=[], description="estates in it")
    valid_from: Day | None = Field(
        default=None, description="first day on which there is this grid; none: from the beginning"
    )
    valid_to: Day | None = Field(
        default=None, description="last day on which there is this grid; none: until further notice"
    )


class SpecialGridPart(Part):
    """A special grid: over the ordinary ones for a time, for some items only."""

    id: str = Field(description="short id, not that of any other grid")
    name: str = Field(description="what people call it")
    leader: str | None = Field(default=None, description="person who is told of its cases")
    estates: list[EstatePart] = Field(
        default=[],
        description="where; an estate without buildings is meant as a whole; "
        "none: the whole community",
    )
    items: list[str] = Field(
        default=[], description="items (CG-14) or categories (CG) it takes; none: all"
    )
    valid_from: Day | None = Field(default=None, description="first day; none: from the beginning")
    valid_to: Day | None = Field(default=None, description="last day; none: until further notice")


class CommunityPart(Part):
    """A community with its grids."""

    street: str = Field(description="the street office it belongs to")
    name: str = Field(description="name of the community")
    grids: list[GridPart] = Field(min_length=1, description="its grids")
    special_grids: list[SpecialGridPart] = Field(
        default=[], description="special grids over them, for a time"
    )
    phones: dict[str, str] = Field(
        default={}, description="telephone numbers told to people: duty, gas, power, water, lift"
    )


class GroupPart(Part):
    """A bound group."""

    id: str = Field(description="short id")
    kind: Literal["owners", "leaders"] = Field(description="owners' group or leaders' group")
    name: str = Field(description="name of the group")
    grid: str | None = Field(default=None, description="its grid; none: the whole community")
    estate: str | None = Field(default=None, description="its estate")
    building: str | None = Field(
        default=None, description="its building, for a building's own group"
    )
    listening: Literal["addressed", "keywords", "natural"] = Field(
        default="addressed",
        description="to what is addressed to the bot only, also to what has a word of the lists in "
        "it, or to all talk",
    )
    owner: str | None = Field(
        default=None,
        description="person who owns it and decides how far the bot listens; none: whoever may "
        "speak for the grid",
    )
    bindings: dict[str, str] = Field(
        default={}, description="platform name to the platform's conversation id"
    )


class TermPart(Part):
    """A role for a time."""

    role: RoleName = Field(description="the role")
    grids: list[str] = Field(default=[], description="grids where it holds; empty: everywhere")
    since: Day | None = Field(default=None, description="first day; none: from the beginning")
    until: Day | None = Field(default=None, description="last day; none: until further notice")
    instead_of: str | None = Field(default=None, description="person in whose stead it is held")


class PersonPart(Part):
    """A person with a role."""

    id: str = Field(description="short id")
    name: str = Field(description="what the bot calls this person among staff")
    roles: list[RoleName] = Field(min_length=1, description="roles; several are possible")
    grids: list[str] = Field(
        default=[], description="grids where the roles hold; empty: everywhere"
    )
    buildings: list[str] = Field(default=[], description="buildings a building leader leads")
    department: str | None = Field(default=None, description="department or company represented")
    accounts: dict[str, str] = Field(
        default={}, description="platform name to the platform's id of this person"
    )
    groups: list[str] = Field(default=[], description="groups this person sits in")
    terms: list[TermPart] = Field(
        default=[], description="further roles for a time, such as those of a deputy"
    )


class WebhookPart(Part):
    """A custom robot of one DingTalk group: it only speaks, where the others cannot."""

    group: str = Field(description="bound group it speaks in")
    url_env: str = Field(description="environment variable with its webhook address")
    secret_env: str | None = Field(
        default=None, description="environment variable with its signing secret; none: not signed"
    )


class PostingPart(Part):
    """Everybody in a department of the organisation has these roles."""

    department: str = Field(description="name or id of the department on DingTalk, with all below")
    roles: list[RoleName] = Field(min_length=1, description="roles of its people")
    grids: list[str] = Field(
        default=[], description="grids where the roles hold; empty: everywhere"
    )
    represents: str | None = Field(
        default=None, description="department or company its people represent"
    )
