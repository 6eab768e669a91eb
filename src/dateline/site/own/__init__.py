"""What a publisher lays in a folder of his own (DATELINE_HOUSE): templates, messages. Read once, at the start."""
