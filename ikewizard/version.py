"""The version, as a constant: asking the installed metadata costs five times a bare interpreter start."""

__version__ = "0.1.0"
