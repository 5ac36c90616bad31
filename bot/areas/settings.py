"""The figures an office may want otherwise, out of the configuration.

Comes in: checked configuration. Goes out: `Settings` and the rules beside them. Does not: read
files or environment.
"""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from bot.domain.calls import CallPatience
from bot.domain.listening import ListeningRules
from bot.domain.media import MediaRules, SpeechRules
from bot.domain.retention import RetentionRules
from bot.domain.settings import Settings
from bot.domain.value import FigureRules
from bot.domain.whistle import WhistlePatience
from bot.options.casework import CaseworkPart
from bot.options.config import Config


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
        second_thought=doubts.second_thought,
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
