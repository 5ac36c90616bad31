"""What may be chosen about training; each default was found by experiment (docs/model-card.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Progress = Callable[[str, float], None]  # name of the stage, share of the whole that is done


def unheard(stage: str, share: float) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Strengths and sizes of the learners."""

    min_df: int = 2
    word_weight: float = 2.0
    smoothing: float = 0.5
    gate_c: float = 0.5
    gate_bayes: float = 0.25
    gate_length: float = 0.1
    written: float = 2.4  # log-odds by which what is surely written is likelier a request
    ridge_alpha: float = 1.0
    bayes_alpha: float = 0.5
    category_bayes: float = 0.7
    item_c: float = 1.0
    item_bayes: float = 3.0
    category_scale: float = 3.0
    item_scale: float = 4.0
    vote: float = 0.25
    reluctance: float = 0.25  # by which NEG has to beat the ten: it is for what truly fits nowhere
    alarm_c: float = 0.3
    alarm_live: float = 8.0  # what a line counts to the alarm: live emergencies ...
    alarm_near: float = 4.0  # ... what only sounds like one ...
    alarm_talk: float = 8.0  # ... other talk, of which there is far more in life ...
    alarm_request: float = 0.3  # ... and requests, where a false alarm does least harm
    talk_c: float = 0.3
    talk_live: float = 20.0  # what a line counts that holds out, looks for or comes to help ...
    talk_request: float = 0.5  # ... and one for the desk, beside other talk
    columns: int = 80_000  # kept of all, those with the largest coefficients
    rank: int = 144
    folds: int = 4
    gate_folds: int = 5
    gate_net: int = 64  # hidden units of the networks on an encoder's vectors, their rounds ...
    gate_rounds: int = 12
    alarm_net: int = 16
    alarm_rounds: int = 12
    category_net: int = 192
    category_rounds: int = 10
    item_net: int = 256
    item_rounds: int = 12
    net_shrinkage: float = 0.1
    category_share: float = 0.2  # ... and what they count beside the linear scores
    item_share: float = 0.4
    encoded: float = 0.985  # share of held-out requests that the linear gate lets the encoder see
    false_alarms: float = 0.02  # share of the talk of unseen files that may pass the gate
    easier: float = 0.9  # log-odds by which real mail is easier to sort than the corpus


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """How a training run goes about it. Neither processes nor progress change what is learnt."""

    settings: Settings = Settings()
    seed: int = 1
    processes: int = 1
    progress: Progress = unheard
