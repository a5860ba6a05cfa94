"""Tests of ikewizard.core."""
