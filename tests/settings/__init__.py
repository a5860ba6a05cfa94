"""Tests of ikewizard.settings."""
