"""Areas and people out of the configuration or out of a replay's world.

Comes in: checked configuration, or the world object of the replay format. Goes out: `Directory`,
`Settings`. Does not: read files or environment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from bot.areas_duty import companies_of, terms_of
from bot.domain.calls import CallPatience
from bot.domain.errors import ConfigError
from bot.domain.figures import FigureRules
from bot.domain.grid import Building, Directory, Grid, Listening, Room, RoomKind
from bot.domain.gridmaps import Area, GridMaps, SpecialGrid
from bot.domain.listening import ListeningRules
from bot.domain.media import MediaRules, SpeechRules
from bot.domain.people import Person, Role
from bot.domain.retention import RetentionRules
from bot.domain.settings import Settings
from bot.domain.whistle import WhistlePatience
from bot.options.area import GridPart, GroupPart, PersonPart, SpecialGridPart
from bot.options.casework import CaseworkPart
from bot.options.config import Config
from intents.places import BuildingNames, PlaceNames

REPLAY_CHANNEL = "replay"


def directory_of(
    config: Config, found: Sequence[Person] = (), *, day: date | None = None
) -> Directory:
    """Areas, groups and people of an office. `found` are people that a platform knows; what the
    configuration says of somebody stands. With a day, only the grids that there are then.
    """
    community = config.community
    there = {area.id for area in maps_of(config).grids if day is None or area.holds_on(day)}
    grids = tuple(_grid(part, community.name) for part in community.grids if part.id in there)
    rooms = tuple(_room(group, community.name) for group in config.groups)
    people = tuple(_person(person) for person in config.people)
    named = {account for person in people for account in person.accounts}
    others = tuple(one for one in found if not named.intersection(one.accounts))
    return Directory(
        community.street,
        grids,
        rooms,
        people + others,
        dict(community.phones),
        companies_of(config),
    )


def _room(group: GroupPart, community: str) -> Room:
    return Room(
        id=group.id,
        kind=RoomKind(group.kind),
        name=group.name,
        community=community,
        grid=group.grid,
        estate=group.estate,
        building=group.building,
        bindings=tuple(group.bindings.items()),
        listening=Listening(group.listening),
        owner=group.owner,
    )


def _person(person: PersonPart) -> Person:
    return Person(
        id=person.id,
        name=person.name,
        roles=tuple(Role(role) for role in person.roles),
        grids=tuple(person.grids),
        buildings=tuple(person.buildings),
        department=person.department,
        accounts=tuple(person.accounts.items()),
        rooms=tuple(person.groups),
        terms=terms_of(person),
    )


def _grid(part: GridPart, community: str) -> Grid:
    buildings = [(estate.name, b) for estate in part.estates for b in estate.buildings]
    return Grid(
        id=part.id,
        name=part.name,
        community=community,
        buildings=tuple(
            Building(name=b.name, aliases=tuple(b.aliases), units=tuple(b.units), estate=estate)
            for estate, b in buildings
        ),
    )


def maps_of(config: Config) -> GridMaps:
    """Every grid there was, is or will be, and the special ones over them."""
    community = config.community
    return GridMaps(
        grids=tuple(_area(part) for part in community.grids),
        specials=tuple(
            SpecialGrid(area=_area(part), leader=part.leader, items=frozenset(part.items))
            for part in community.special_grids
        ),
        estates={group.id: group.estate for group in config.groups if group.estate},
    )


def _area(part: GridPart | SpecialGridPart) -> Area:
    parts = {(estate.name, None) for estate in part.estates if not estate.buildings}
    named = {(estate.name, b.name) for estate in part.estates for b in estate.buildings}
    return Area(
        id=part.id,
        name=part.name,
        parts=frozenset(parts | named),
        valid_from=part.valid_from,
        valid_to=part.valid_to,
    )


def retention_of(config: Config) -> RetentionRules:
    """How long an office keeps what belongs to cases."""
    kept = config.retention
    return RetentionRules(
        case=timedelta(days=kept.case_days),
        dispute=timedelta(days=kept.dispute_days),
        emergency=timedelta(days=kept.emergency_days),
        turned_away=timedelta(days=kept.rejected_days),
        said=timedelta(days=kept.said_days),
    )


def pictures_of(config: Config) -> MediaRules:
    """Which pictures and recordings an office keeps, and how long."""
    kept = config.pictures
    return MediaRules(
        on=kept.enabled,
        voices=kept.voices,
        longest=timedelta(minutes=kept.voice_minutes),
        most=round(kept.most_megabytes * 1_000_000),
        side=kept.side_pixels,
        a_message=kept.of_a_message,
        patience=timedelta(hours=kept.patience_hours),
        term=timedelta(days=kept.days),
    )


def speech_of(config: Config) -> SpeechRules:
    """Whether an office has voices listened to."""
    return SpeechRules(on=config.speech.enabled)


def figure_rules_of(config: Config) -> FigureRules:
    """How an office wants its rates told."""
    figures = config.figures
    return FigureRules(
        few=figures.few,
        fair_weight=Fraction(str(figures.fair_weight)),
        first_answer=timedelta(seconds=figures.first_answer_seconds),
    )


def settings_of(config: Config) -> Settings:
    """The figures of an office."""
    doubts = config.doubts
    return replace(
        _working(_watched(_usual(config), config.casework), config),
        doubt_below=doubts.below,
        doubt_above=doubts.above,
        doubts_a_day=doubts.a_day,
        doubts_a_day_in_grid=doubts.a_day_in_grid,
        doubt_hold=timedelta(hours=doubts.hold_hours),
        learning_consent=config.learning.consent,
        context=timedelta(seconds=config.privacy.context_seconds),
        remember_ids=timedelta(days=config.privacy.remember_ids_days),
        parked=timedelta(hours=config.privacy.parked_hours),
        listening=_listening(config),
        calls=_call_patience(config),
        whistles=_whistle_patience(config),
        draft_patience=timedelta(days=config.calls.draft_days),
    )


def _listening(config: Config) -> ListeningRules:
    part = config.listening.model_dump()
    lasts, words = timedelta(minutes=part.pop("code_minutes")), tuple(part.pop("words"))
    return ListeningRules(code_lasts=lasts, words=words, **part)


def _call_patience(config: Config) -> CallPatience:
    calls = config.calls
    return CallPatience(
        community=timedelta(hours=calls.community_hours),
        street=timedelta(hours=calls.street_hours),
        department_days=calls.department_days,
        leaders_days=calls.leaders_days,
    )


def _whistle_patience(config: Config) -> WhistlePatience:
    whistles = config.whistles
    return WhistlePatience(
        emergency=timedelta(minutes=whistles.emergency_minutes),
        enforcement_days=whistles.enforcement_days,
        hard_days=whistles.hard_days,
    )


def _usual(config: Config) -> Settings:
    assembly, casework, hours = config.assembly, config.casework, config.hours
    return Settings(
        quiet_window=timedelta(seconds=assembly.quiet_seconds),
        quiet_window_addressed=timedelta(seconds=assembly.addressed_quiet_seconds),
        longest_wait=timedelta(seconds=assembly.longest_seconds),
        caution=config.model.caution,
        alarm=config.model.alarm,
        alarm_doubt=config.model.alarm_doubt,
        incident_window=timedelta(hours=casework.incident_hours),
        cases_in_sight=casework.cases_in_sight,
        question_patience=timedelta(hours=casework.question_hours),
        group_lines_a_day=casework.group_lines_a_day,
        answer_threshold=config.knowledge.threshold,
        acknowledge_together=timedelta(seconds=casework.acknowledge_together_seconds),
        night_begin=hours.night_begin,
        night_end=hours.night_end,
        reminder_begin=hours.reminder_begin,
        callback_begin=hours.callback_begin,
        callback_end=hours.callback_end,
        callback_patience=timedelta(days=casework.callback_patience_days),
        return_within=timedelta(hours=casework.return_hours),
        returns_most=casework.returns_most,
        extensions_most=casework.extensions_most,
        material_days=casework.material_workdays,
        pause_days=casework.pause_days,
        pause_longest=timedelta(days=casework.pause_longest_days),
        reopen_within=timedelta(days=casework.reopen_days),
        reopenings_most=casework.reopenings_most,
        spoken_caution=config.speech.caution,
    )


def _working(usual: Settings, config: Config) -> Settings:
    """How rows are worked through and words sent."""
    return replace(
        usual,
        delivery_patience=timedelta(hours=config.outbox.patience_hours),
        first_retry=timedelta(seconds=config.outbox.first_retry_seconds),
        longest_retry=timedelta(seconds=config.outbox.longest_retry_seconds),
        sends_at_once=config.outbox.sends_at_once,
        together_after=timedelta(seconds=config.outbox.together_after_seconds),
        lease=timedelta(seconds=config.stages.lease_seconds),
        reading_lease=timedelta(seconds=config.stages.reading_lease_seconds),
        poll=timedelta(seconds=config.stages.poll_seconds),
        batch=config.stages.batch,
        max_attempts=config.stages.max_attempts,
    )


def _watched(usual: Settings, casework: CaseworkPart) -> Settings:
    """Lamps, reminders and emergencies."""
    return replace(
        usual,
        yellow_share=casework.yellow_share,
        yellow_left=timedelta(hours=casework.yellow_hours),
        check_time=timedelta(hours=casework.check_hours),
        reminder_gather=timedelta(minutes=casework.reminder_gather_minutes),
        reminders_a_day=casework.reminders_a_day,
        reminder_lines=casework.reminder_lines,
        confirm_patience=timedelta(seconds=casework.confirm_seconds),
        live_alarm_limit=timedelta(minutes=casework.live_alarm_minutes),
        under_way=timedelta(minutes=casework.under_way_minutes),
        call_waits=tuple(timedelta(minutes=minutes) for minutes in casework.call_minutes),
        aftermath_days=casework.aftermath_workdays,
        drill_limit=timedelta(hours=casework.drill_hours),
    )


def directory_of_world(world: Mapping[str, Any]) -> Directory:
    """Areas, groups and people of a replay's world; every member can be written to privately."""
    try:
        return _world(world)
    except (AttributeError, LookupError, TypeError, ValueError) as err:
        raise ConfigError(
            [f"world: not of the promised form: {type(err).__name__}: {err}"]
        ) from err


def _building(building: Mapping[str, Any]) -> Building:
    return Building(
        name=str(building["name"]),
        aliases=tuple(map(str, building.get("aliases") or ())),
        units=tuple(map(str, building.get("units") or ())),
    )


def _world(world: Mapping[str, Any]) -> Directory:
    listed = world.get("grids") or [world["grid"]]
    community = str(listed[0].get("community") or world["name"])
    buildings = tuple(_building(b) for b in world.get("buildings") or ())
    grids = tuple(
        Grid(id=str(g["id"]), name=str(g["name"]), community=community, buildings=buildings)
        for g in listed
    )
    only = grids[0].id if len(grids) == 1 else None
    rooms = tuple(
        Room(
            id=str(group["id"]),
            kind=RoomKind(group["kind"]),
            name=str(group["name"]),
            community=community,
            grid=str(group["grid"]) if group.get("grid") else only,
            estate=group.get("community"),
            building=group.get("building"),
            bindings=((REPLAY_CHANNEL, str(group["id"])),),
        )
        for group in world["groups"]
    )
    people = tuple(
        Person(
            id=str(member["id"]),
            name=str(member["name"]),
            roles=(Role(member["role"]),),
            grids=(str(member["grid"]),) if member.get("grid") else (),
            buildings=(str(member["building"]),) if member.get("building") else (),
            department=member.get("department"),
            accounts=((REPLAY_CHANNEL, str(member["id"])),),
        )
        for member in world["members"]
    )
    return Directory("", grids, rooms, people, {})


def place_names(directory: Directory, grid: Grid | None) -> PlaceNames:
    """The building names of a grid, or of all grids together, in the reader's terms."""
    grids = (grid,) if grid is not None else directory.grids
    found = {building.name: building for g in grids for building in g.buildings}
    return PlaceNames(
        buildings=tuple(
            BuildingNames(name=b.name, aliases=b.aliases, units=b.units) for b in found.values()
        )
    )
