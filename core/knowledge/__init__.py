"""What the product knows about cars by itself, as data with its sources."""
