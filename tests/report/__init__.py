"""Tests of ikewizard.report."""
