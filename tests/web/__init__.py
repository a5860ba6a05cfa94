"""Tests of the shared page."""
