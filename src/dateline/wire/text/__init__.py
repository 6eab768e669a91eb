"""Character sets, the one hardened XML parser, the one HTML sanitiser."""
