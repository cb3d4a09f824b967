"""What people do with a client's network: one function is one act, within one transaction."""
