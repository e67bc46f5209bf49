"""The start page, and answers to what nobody asked for."""
