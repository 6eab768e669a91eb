"""What chiefs set: providers, sources, sections, rules, the house, and the accounts of those who work here."""
