"""What can go wrong in this package, sorted by what the caller does next.

ClassifierError
├── CorpusError      the training lines cannot be used; mend the named lines
└── ModelError       the model file cannot be used; train, or choose another version
    └── MissingModelError  there is none at all; train one
"""

from __future__ import annotations


class ClassifierError(Exception):
    """Base of everything this package raises on purpose."""


class CorpusError(ClassifierError):
    """The corpus is missing, empty or unusable; the message names files and lines."""


class ModelError(ClassifierError):
    """A model file is damaged or was made for another program; the message says which."""


class MissingModelError(ModelError):
    """There is no model at the place asked for."""
