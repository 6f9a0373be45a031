"""Papers in, evidence out. Knows no chat model, no Slack and no environment, and prints nothing."""
