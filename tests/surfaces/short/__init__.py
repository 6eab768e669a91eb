"""Short histories, one for each thing that must not happen: what chance finds in the long ones, at once and always."""
