"""One function per user action: what runs in the background and what is said afterwards."""
