"""代理: one line says who decides in one's place, and until when."""
