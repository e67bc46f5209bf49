"""What tests stand on: databases, the watch for secrets, the schema."""
