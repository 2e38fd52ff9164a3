"""Speed and size, measured in one run and shown as ratios: `make bench`.  Nothing here is a test."""
