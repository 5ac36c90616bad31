"""The version of the program, as its installation says.

Comes in: nothing. Goes out: a string. Does not: know versions of models or stores.
"""

from importlib.metadata import version

VERSION = version("qunli")
