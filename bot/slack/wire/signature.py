"""Whether Slack signed a request: https://docs.slack.dev/authentication/verifying-requests-from-slack/"""

from __future__ import annotations

import hashlib
import hmac
import re
import time

WINDOW = 300
"""Seconds a signature is good for."""
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_TIMESTAMP = re.compile(r"[0-9]{1,12}")


def signed(secret: str, body: bytes, timestamp: str, signature: str) -> bool:
    """Whether *signature* was made with *secret* over this very *body*, at *timestamp* and not long ago."""
    if not (_TIMESTAMP.fullmatch(timestamp) and _SIGNATURE.fullmatch(signature)):
        return False
    if abs(time.time() - int(timestamp)) > WINDOW:
        return False
    made = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest("v0=" + made, signature)
