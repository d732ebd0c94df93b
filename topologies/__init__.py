"""The domain: what a deployment topology is, what can be proven of it, and how it changes."""
