"""Where sessions are kept: one append-only file each, one flushed line an event."""
