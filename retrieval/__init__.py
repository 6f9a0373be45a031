"""Papers in, evidence out. Knows no chat model, no Slack and no setting, and prints nothing."""
