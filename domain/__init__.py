"""The rules: process book, gates, moves, money, time. No input, no output, no clock."""
