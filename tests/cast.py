"""The cast of every test: mai, tu, dung, lan, binh, hoa, thu, hai, pho, quantri, xuan."""
