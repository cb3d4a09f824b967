"""Who may do what: sign-in, the policy table, and the loaders that find only what one may know of."""
