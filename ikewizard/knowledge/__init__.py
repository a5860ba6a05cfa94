"""Reads the trees: YAML to knowledge, with every fault of every file at once, and a compiled cache."""
