"""What appears twice and may not.

Comes in: values. Goes out: a line for each. Does not: know options.
"""

from collections.abc import Iterator


def twice(where: str, values: list[str]) -> Iterator[str]:
    """A problem for each value that appears more than once."""
    for value in sorted({value for value in values if values.count(value) > 1}):
        yield f"{where}: {value} appears twice. Each may appear once"
