"""Ways in for copy, and the worker that turns deliveries into items."""
