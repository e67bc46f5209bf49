"""补货: what left goes out once more, as an order that names the first one."""
