"""Benchmarks: run by hand, never as timed tests. Every figure is a ratio to something in the same run."""
