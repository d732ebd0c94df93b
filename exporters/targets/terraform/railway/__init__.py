"""Railway: one file per kind or concern, found by `exporters.targets.terraform.builders`."""
