"""Tests of ikewizard.sessions."""
