"""The platforms of a program, out of the configuration and its secrets.

Comes in: checked configuration. Goes out: channels by name, and whom an organisation knows.
Does not: decide anything.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.adapters.dingtalk.channel import DingtalkChannel
from bot.adapters.dingtalk.directory import DingtalkDirectory
from bot.adapters.dingtalk.login import DingtalkLogin
from bot.adapters.dingtalk.roster import Posting, roster
from bot.adapters.dingtalk.settings import (
    CustomWebhook,
    DingtalkSettings,
    Listening,
    Receiving,
)
from bot.adapters.phone import PhoneChannel, PhoneSettings, Signing
from bot.adapters.simulator.channel import SimulatorChannel
from bot.adapters.simulator.rooms import GroupKind, SimulatedGroup, SimulatedMember
from bot.adapters.speech import SpeechService, SpeechSettings
from bot.adapters.webhook import Target, WebhookAnnouncer, key_of
from bot.adapters.wecom import WecomChannel, WecomSettings
from bot.config.phone import phones
from bot.config.secrets import Secrets
from bot.config.wecom import WECOM
from bot.desk.seal import Seal
from bot.desk.vouching import Vouching
from bot.domain.errors import ChannelError, ConfigError
from bot.domain.people import Person, Role
from bot.options.config import Config
from bot.options.machine import PhonePart
from bot.ports import Channel, Clock

log = logging.getLogger(__name__)

SIMULATOR, DINGTALK = "simulator", "dingtalk"


def make_channels(config: Config, secrets: Secrets, clock: Clock) -> dict[str, Channel]:
    """The platforms that are switched on, by name."""
    channels: dict[str, Channel] = {}
    if config.adapters.simulator.enabled:
        channels[SIMULATOR] = _simulator(config, clock)
    dingtalk = config.adapters.dingtalk
    if dingtalk.enabled:
        channels[DINGTALK] = DingtalkChannel(dingtalk_settings(config, secrets), clock)
    if config.adapters.wecom.enabled:
        channels[WECOM] = WecomChannel(_wecom(config, secrets), clock)
    for name, part in phones(config).items():
        channels[name] = PhoneChannel(_phone(name, part, secrets), clock)
    return channels


def _wecom(config: Config, secrets: Secrets) -> WecomSettings:
    wecom = config.adapters.wecom
    bound = {group.id: group.bindings.get(WECOM) for group in config.groups}
    return WecomSettings(
        bot_id=wecom.bot_id,
        secret=secrets.wecom.get_secret_value(),
        endpoint=wecom.endpoint,
        messages_per_minute=wecom.messages_per_minute,
        hooks={
            chat: url.get_secret_value()
            for group, url in secrets.wecom_webhooks.items()
            if (chat := bound.get(group)) is not None
        },
    )


def make_speech(config: Config) -> SpeechService | None:
    """What makes words of voices, where there is something."""
    speech = config.speech
    if not speech.enabled:
        return None
    return SpeechService(
        SpeechSettings(
            url=speech.url,
            model=speech.model,
            language=speech.language,
            timeout=timedelta(seconds=speech.timeout_seconds),
        )
    )


def make_announcer(config: Config, secrets: Secrets, clock: Clock) -> WebhookAnnouncer | None:
    """What tells other programs of cases, where there are any. ConfigError names each secret that
    is none.
    """
    part = config.webhooks
    if not part.targets:
        return None
    targets, wrong = {}, []
    for one in part.targets:
        try:
            key = key_of(secrets.webhooks[one.name].get_secret_value())
        except ValueError as err:
            wrong.append(f"webhooks.targets: {one.secret_env} {err}")
        else:
            targets[one.name] = Target(url=one.url, key=key)
    if wrong:
        raise ConfigError(wrong)
    timeout = timedelta(seconds=part.timeout_seconds)
    return WebhookAnnouncer(targets, clock=clock, timeout=timeout)


def _phone(name: str, part: PhonePart, secrets: Secrets) -> PhoneSettings:
    secret = secrets.phones.get(name)
    return PhoneSettings(
        name=name,
        url=part.url,
        method=part.method,
        headers=part.headers,
        body=part.body,
        taken=part.taken,
        secret=secret.get_secret_value() if secret else "",
        signing=Signing(part.signing),
        timeout=timedelta(seconds=part.timeout_seconds),
        text_limit=part.text_limit,
    )


def dingtalk_settings(config: Config, secrets: Secrets) -> DingtalkSettings:
    """What the adapter is told of the one robot."""
    dingtalk = config.adapters.dingtalk
    bound = {group.id: group.bindings.get(DINGTALK) for group in config.groups}
    hooks = {
        conversation: CustomWebhook(url=url.get_secret_value(), secret=secret.get_secret_value())
        for group, (url, secret) in secrets.dingtalk_webhooks.items()
        if (conversation := bound.get(group)) is not None
    }
    return DingtalkSettings(
        client_id=secrets.dingtalk_client_id.get_secret_value(),
        client_secret=secrets.dingtalk_client_secret.get_secret_value(),
        robot_code=dingtalk.robot_code,
        api_base=dingtalk.api_base,
        oapi_base=dingtalk.oapi_base,
        login_base=dingtalk.login_base,
        custom_webhooks=hooks,
        card_template=dingtalk.card_template,
        receiving=Receiving(dingtalk.receive),
        listening=Listening(
            host=dingtalk.callback.host, port=dingtalk.callback.port, path=dingtalk.callback.path
        ),
    )


def make_vouching(config: Config, secrets: Secrets, clock: Clock) -> Vouching | None:
    """By whose word staff may sign in at the desk, where the office wants that. The seal is made of
    the application's secret: every process has it.
    """
    if not config.desk.dingtalk_login:
        return None
    settings = dingtalk_settings(config, secrets)
    return Vouching(
        channel=DINGTALK,
        voucher=DingtalkLogin(settings, clock),
        seal=Seal(settings.client_secret),
        home=config.desk.public_url,
    )


async def look_up_people(config: Config, secrets: Secrets) -> tuple[Person, ...] | None:
    """Whom the organisation has in the departments that stand for roles; None where it does not
    tell now, which is logged as an error.
    """
    dingtalk = config.adapters.dingtalk
    if not (dingtalk.enabled and dingtalk.directory):
        return ()
    postings = [
        Posting(
            department=part.department,
            roles=tuple(Role(role) for role in part.roles),
            grids=tuple(part.grids),
            represents=part.represents,
        )
        for part in dingtalk.directory
    ]
    executor = ThreadPoolExecutor(1, thread_name_prefix="directory")
    try:
        directory = DingtalkDirectory(dingtalk_settings(config, secrets), executor)
        return await roster(directory, postings, channel=DINGTALK)
    except ChannelError as err:
        log.error("dingtalk_directory_not_read", extra={"error": str(err)})
        return None
    finally:
        executor.shutdown(wait=False)


def _simulator(config: Config, clock: Clock) -> SimulatorChannel:
    """The local page with the groups that are bound to the simulator and the people who sit in
    them.
    """
    bound = {group.id: group for group in config.groups if SIMULATOR in group.bindings}
    return SimulatorChannel(
        groups=[
            SimulatedGroup(
                id=group.bindings[SIMULATOR], name=group.name, kind=GroupKind(group.kind)
            )
            for group in bound.values()
        ],
        members=[
            SimulatedMember(
                id=person.accounts[SIMULATOR],
                name=person.name,
                role=person.roles[0],
                groups=tuple(
                    bound[group].bindings[SIMULATOR] for group in person.groups if group in bound
                ),
                note=person.department or " ".join(person.buildings),
            )
            for person in config.people
            if SIMULATOR in person.accounts
        ],
        clock=clock,
    )
