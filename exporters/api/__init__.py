"""What machines call: request exports, follow them, pull their bytes."""
