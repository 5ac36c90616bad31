"""Every Chinese word the bot says, made of keys and parameters.

Comes in: a key and text parameters. Goes out: a sentence of `zh_CN.yaml`. Does not: decide what is
said, or to whom.
"""

import re
import string
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final

import yaml

from bot.domain.errors import ConfigError
from bot.domain.reply import ReplyKey

PARAMETERS: Final = frozenset(
    {
        "number",
        "matter",
        "category",
        "place",
        "grid",
        "level",
        "department",
        "status",
        "urgency",
        "until",
        "to",
        "words",
        "hint",
        "duty",
        "late",
        "roles",
        "choices",
        "count",
        "held",
        "kept",
        "told",
        "helped",
        "seconds",
        "question",
        "yes",
        "no",
        "answer",
        "kind",
        "source",
        "why",
        "pause",
        "days",
        "how",
        "order",
        "link",
    }
)
"""What templates may use. An empty value makes its optional part `[...]` vanish."""

_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Catalogue:
    """Templates with `{name}` for parameters and `[...]` for parts that vanish when a parameter in
    them is empty.
    """

    def __init__(
        self, sentences: Mapping[str, str], terms: Mapping[str, Mapping[str, str]]
    ) -> None:
        self._sentences = dict(sentences)
        self._terms = {kind: dict(values) for kind, values in terms.items()}
        problems = self._problems()
        if problems:
            raise ConfigError(problems)

    @classmethod
    def load(cls) -> "Catalogue":
        """The catalogue that comes with the program."""
        text = resources.files("bot.replies").joinpath("zh_CN.yaml").read_text(encoding="utf-8")
        data: dict[str, Any] = yaml.safe_load(text)
        return cls(data["sentences"], data["terms"])

    def render(self, key: ReplyKey, parameters: Mapping[str, str]) -> str:
        """The sentence; parameters that are not given are empty. A `mark` stands before it."""
        values = {name: parameters.get(name, "") for name in PARAMETERS}

        def part(match: re.Match[str]) -> str:
            names = _names(match[1])
            return "" if any(not values[name] for name in names) else match[1]

        template = _OPTIONAL.sub(part, self._sentences[key.value])
        text = " ".join(line.strip() for line in template.format_map(values).splitlines())
        return parameters.get("mark", "") + text

    def term(self, kind: str, value: str) -> str:
        """What people call a value of a field; the value itself where nothing is written."""
        values = self._terms.get(kind, {})
        return values.get(value, values.get("otherwise", value))

    def _problems(self) -> list[str]:
        keys = {key.value for key in ReplyKey}
        problems = [
            f"replies: no sentence for {key}" for key in sorted(keys - set(self._sentences))
        ]
        problems += [f"replies: nobody says {key}" for key in sorted(set(self._sentences) - keys)]
        for key, template in self._sentences.items():
            unknown = _names(template) - PARAMETERS
            problems += [f"replies: {key} uses unknown {name}" for name in sorted(unknown)]
        return problems


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
