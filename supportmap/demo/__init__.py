"""A fictional agency to try the service with; its networks are drawn from a seed."""
