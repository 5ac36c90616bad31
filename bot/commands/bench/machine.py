"""On what something was measured.

Comes in: nothing. Goes out: a part of the promised JSON. Does not: measure.
"""

import os
import platform
from typing import Any


def machine() -> dict[str, Any]:
    """System, Python, cores, and how busy it was before."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
