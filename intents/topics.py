"""Topics that words touch: what a message and a case may have in common beside their letters.

Comes in: normalised text. Goes out: names of topics from `lexicon/topics.yaml`. Does not: compare
with cases (`intents.dialogue` does).
"""

from functools import cache

from intents.keys import grams
from intents.words import Lexicon, compiled, data, lexicon


@cache
def _topic_words() -> Lexicon:
    return lexicon(
        {name: compiled(topic["words"]) for name, topic in data("topics")["topics"].items()}
    )


@cache
def topics_of_item(item: str) -> frozenset[str]:
    """Names of the topics that an item belongs to."""
    return frozenset(
        name for name, topic in data("topics")["topics"].items() if item in topic["items"]
    )


def topics_of(words: str, known: frozenset[str] | None = None) -> frozenset[str]:
    """Names of the topics that a normalised text touches; `known` are its grams."""
    index = _topic_words()
    possible = index.possible(grams(words) if known is None else known)
    return frozenset(name for name in possible if index[name].search(words))
