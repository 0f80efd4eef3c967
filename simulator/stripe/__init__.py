"""A stateful Stripe of its own, for purchases that move no money."""
