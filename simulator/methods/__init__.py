"""The methods of the Bot API that the simulator answers, one module for each family."""

from simulator.call import Answer
from simulator.methods import (
    callbacks,
    chats,
    delivery,
    editing,
    media,
    messages,
    payments,
    profile,
)

METHODS: dict[str, Answer] = {
    **delivery.METHODS,
    **messages.METHODS,
    **media.METHODS,
    **editing.METHODS,
    **callbacks.METHODS,
    **chats.METHODS,
    **profile.METHODS,
    **payments.METHODS,
}
