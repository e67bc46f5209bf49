"""待办 and 为什么: what waits for whom, and what an order waits for."""
