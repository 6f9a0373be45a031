"""A stand-in for Slack on 127.0.0.1: what `broadsheet local` runs, and the double all tests of the bot use.

It validates what Slack validates, refuses what Slack refuses with Slack's own error names, and can fail on request.
`slack.LocalSlack` is the way in; `people` is what people do; `state` is how the workspace stands; `api` is the table of
Web API methods; `delivery` holds the two ways to the bot; `checks` says what a payload may hold.
"""

from bot.local_slack.slack import LocalSlack
from bot.local_slack.state.faults import Faults

__all__ = ["Faults", "LocalSlack"]
