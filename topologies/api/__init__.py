"""What machines call: REST under /api/v1/. Views read through selectors and write through services, nothing else."""
