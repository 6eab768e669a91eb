"""The life of an item: models, states and transitions, one verb a file."""
