"""Storage: models, engine, migrations and the database's own last guards."""
