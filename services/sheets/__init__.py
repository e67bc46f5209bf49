"""Sheets: customers, products, order lines and orders in flight in by Excel; orders out."""
