"""The product without its chat: rules, tables, use cases and the ports to the outside world."""
