"""What can go wrong in this package, sorted by what the caller does next.

ClassifierError
├── CorpusError      the training lines cannot be used; mend the named lines
├── EncoderError     the sentence encoder cannot be used; install it or do without
├── TrainingError    training elsewhere came to nothing; do what the message says, then again
└── ModelError       the model file cannot be used; train, or choose another version
    └── MissingModelError  there is none at all; train one
"""

from __future__ import annotations


class ClassifierError(Exception):
    """Base of everything this package raises on purpose."""


class CorpusError(ClassifierError):
    """The corpus is missing, empty or unusable; the message names files and lines."""


class EncoderError(ClassifierError):
    """The sentence encoder is unknown, not installed or damaged; the message says what to do."""


class TrainingError(ClassifierError):
    """A training in a process of its own failed or was ended; the message says why."""


class ModelError(ClassifierError):
    """A model file is damaged or was made for another program; the message says which."""


class MissingModelError(ModelError):
    """There is no model at the place asked for."""
