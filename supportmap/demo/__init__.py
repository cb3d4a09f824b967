"""A fictional agency to try the service on: made-up clients, drawn from published sizes, and their visits."""
