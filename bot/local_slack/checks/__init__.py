"""What Slack checks before it takes a call: arguments, blocks, lengths, and what of a payload is live."""
