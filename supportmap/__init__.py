"""Map a support network, see what it covers, and follow it over visits."""
