"""The event store: append-only files, one flushed line an event."""
