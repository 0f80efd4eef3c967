"""Answering taps."""

from simulator.call import Answer, Call
from simulator.wire import Raw


def answer_callback_query(call: Call) -> bool:
    """End the button's spinner, with a few words if wanted."""
    query = call.world.query(call.params["callback_query_id"])
    query.answered = True
    chat = call.world.chats[query.chat_id]
    toast: Raw = {
        "text": call.params.get("text", ""),
        "alert": call.params.get("show_alert", False),
        "url": call.params.get("url", ""),
        "message_id": query.message_id,
        "query_id": query.id,
        "user_id": query.user_id,
    }
    chat.toasts.append(toast)
    chat.pulse.fire()
    call.world.emit({"type": "toast", "chat_id": chat.id, **toast})
    return True


METHODS: dict[str, Answer] = {"answerCallbackQuery": answer_callback_query}
