"""Measurements that hold the program to a figure: `python -m bench NAME`."""
