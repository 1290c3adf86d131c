"""One module per step, each written out in full."""
