"""What people are told as it happens. Silent where nobody must act."""
