"""Chat models: one file each, one row each in `bot.models.table`."""
