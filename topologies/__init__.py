"""The domain: what a topology is, what is true of it and how it changes."""
