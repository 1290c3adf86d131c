"""Small widgets of the desktop, each of one kind; they know nothing of leads."""
