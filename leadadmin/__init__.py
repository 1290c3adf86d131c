"""leadadmin: get leads into outbound campaigns, keep them right, and see how they perform."""
