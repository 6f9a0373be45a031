"""The weekly post: what it says, who gets it, and that everybody gets it once."""
