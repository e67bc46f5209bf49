"""The company by chat alone: people, groups, interface persons, customers and products."""
