"""Pictures of every widget in every state: `python -m leadadmin.ui.gallery OUT_DIR`."""
