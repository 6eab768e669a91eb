"""How a house looks: its logo, its colours, its type, and the style sheet that comes of them."""
