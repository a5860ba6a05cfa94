"""Tests of ikewizard.cli."""
