"""The process book for people: its picture, its leaves, one beside another."""
