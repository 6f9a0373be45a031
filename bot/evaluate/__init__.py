"""Measured quality: retrieval, TL;DRs, answers and a golden set, each run kept as one JSON document."""
