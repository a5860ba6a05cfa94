"""Tests of ikewizard.knowledge."""
