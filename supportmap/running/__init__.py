"""How the service is started, serves and stops."""
