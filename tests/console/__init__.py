"""Tests of ikewizard.console."""
