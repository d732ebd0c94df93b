"""`make bench`: what the engines cost, as ratios to the plain library in the same run. Nothing here is a test."""
