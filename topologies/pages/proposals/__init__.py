"""The pages of proposals: their list, a new one, its conversation, its clashes, and what a topology asks of them."""
