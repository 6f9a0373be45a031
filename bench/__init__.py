"""Measurements. Each script prints a table; `bench/README.md` holds what they printed and what it means."""
