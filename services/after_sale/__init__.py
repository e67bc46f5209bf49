"""What follows a shipment: 退货 and 折让, asked by sales, decided by finance, noted by the warehouse."""
