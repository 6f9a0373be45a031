"""The workspace as it stands: people, channels, messages, views, response addresses, and the faults asked for."""
