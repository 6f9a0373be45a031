"""What to do about each error Slack names: the errors of the methods the health check calls, and the common ones."""

from __future__ import annotations

_OWNER = "Ask an owner or admin of the workspace"
_LATER = "The fault is Slack's: look at status.slack.com and run this again."
_NOT_SLACK = "Something that is not Slack's Web API answers: check BROADSHEET_SLACK_URL, and a proxy in between."

# {about} is the setting, or the bot's own @name, that the error came for.
_REMEDIES = {
    "not_authed": "Set {about}; the app's page at api.slack.com/apps has it.",
    "invalid_auth": "Copy {about} again from the app's page at api.slack.com/apps; a reinstall makes a new one.",
    "token_revoked": "Reinstall the app (OAuth & Permissions → Reinstall to Workspace) and copy {about} again.",
    "token_expired": "Switch token rotation off by making the app from manifest.json, and copy {about} again.",
    "account_inactive": "The app was removed from the workspace: install it again and copy {about} again.",
    "not_allowed_token_type": "{about} holds another kind of token: xoxb- is the bot's, xapp- the app's.",
    "missing_scope": "Add the scope and reinstall the app: for xapp- tokens Basic Information → App-Level Tokens → "
    "connections:write, for xoxb- tokens OAuth & Permissions → Scopes.",
    "no_permission": "OAuth & Permissions → Scopes: compare with manifest.json, then Reinstall to Workspace.",
    "user_removed_from_team": "Whoever installed the app has left: have somebody else reinstall it, and copy {about}.",
    "team_disabled": f"The workspace is disabled. {_OWNER}.",
    "forbidden_team": f"Socket Mode is not open to this workspace. {_OWNER}, or use HTTP mode.",
    "team_access_not_granted": f"The app is not approved for this workspace. {_OWNER} to approve it.",
    "org_login_required": f"The workspace is being moved into an organization. {_OWNER}, and run this again later.",
    "enterprise_is_restricted": f"The organization forbids this method. {_OWNER} to allow the app.",
    "access_denied": f"The workspace denies the app this. {_OWNER} to approve it.",
    "accesslimited": f"The workspace limits the app's access. {_OWNER} to approve it.",
    "ekm_access_denied": f"An admin has suspended access to messages. {_OWNER}.",
    "two_factor_setup_required": "Whoever installed the app must set up two-factor sign-in.",
    "not_in_channel": "Say /invite {about} in that channel.",
    "channel_not_found": "Correct the id; or, if the channel is private, say /invite {about} in it.",
    "is_archived": "The channel is archived: restore it, or take its id out of the settings.",
    "ratelimited": "Slack is asked too often: run this again in a minute.",
    "rate_limited": "Slack is asked too often: run this again in a minute.",
    "unreachable": "Check the network, a proxy in between, and BROADSHEET_SLACK_URL.",
    "service_unavailable": _LATER,
    "internal_error": _LATER,
    "fatal_error": _LATER,
    "request_timeout": _LATER,
    "team_added_to_org": "The workspace is being moved into an organization: run this again later.",
    "invalid_arguments": "This version and Slack do not agree: update Broadsheet and slack-sdk.",
    "unknown_method": _NOT_SLACK,
    "not_slack": _NOT_SLACK,
    "method_deprecated": "Slack has retired this method: update Broadsheet.",
    "deprecated_endpoint": "Slack has retired this method: update Broadsheet.",
}


def remedy(fault: str, about: str) -> str:
    """What to do about Slack's error *fault*; *about* is the setting or the bot it came for."""
    unknown = "Look it up under the method's errors at docs.slack.dev, or make the app again from manifest.json."
    return _REMEDIES.get(fault, unknown).format(about=about)
