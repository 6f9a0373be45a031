"""Vendors' libraries are told to report to nobody, and not to spin: through the environment, which is where they look.

This is the one file that writes to the environment. It reads nothing there: settings are `bot/settings`' alone.
"""

from __future__ import annotations

import os

# onnxruntime looks once, when it is imported. Later `disable_telemetry_events()` is too late: by then there is a
# device id and a database in the home's cache folder, and its maker's host is looked up some seconds on.
# numpy looks once too. Its products here are by one vector: a second thread gains nothing, for they wait for memory,
# and goes on turning after each; measured, a search took twice the processor.
_QUIET = {
    "ORT_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


def keep_quiet() -> None:
    """Turn off what onnxruntime, Chroma and the Hugging Face hub report, and numpy's second thread.

    Call it before they are imported.
    """
    os.environ.update(_QUIET)
