"""The vendor-neutral SA settings of two units, and how they must agree. Pure."""
