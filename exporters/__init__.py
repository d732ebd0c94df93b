"""Generators of configuration and the bundles they make."""
