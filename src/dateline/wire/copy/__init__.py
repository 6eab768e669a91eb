"""The grammar of wire copy: datelines, credits, signals, places, ages in words."""
