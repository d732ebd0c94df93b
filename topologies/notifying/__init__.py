"""Telling people and machines outside: e-mail and webhooks. What is to be sent is a row first, written in the
transaction that it tells of; the message to a worker is only a nudge after the commit, and a sweeper repeats it."""
