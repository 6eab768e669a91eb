"""The demonstration: invented news of invented agencies, played as if it came off the wire."""
