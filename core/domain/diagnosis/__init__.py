"""What is wrong with a vehicle, from the words of who drives it: rules and built-in knowledge, no model."""
