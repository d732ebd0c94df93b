"""One small writer per format. Each owns the quoting: labels are data and can not break out."""
