"""What wires the rooms together and runs without a window."""
