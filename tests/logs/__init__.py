"""Tests of ikewizard.logs."""
