"""The pages that show what differs between two states: of a proposal, since a vote, between revisions."""
