"""`autotrack admin …`: what administrators do in the chat, from the console of the machine; noted in the same log."""
