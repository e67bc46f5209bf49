"""售后: 退货 and 折让, from the order's card over finance's card to the warehouse's."""
