"""What the bot says about itself: names, descriptions, commands and the menu button."""

import re

from simulator.call import Answer, Call
from simulator.wire import Raw, reject
from simulator.world import User, World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")


def get_me(call: Call) -> Raw:
    """Return the bot's own account."""
    return {
        **call.world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_guest_queries": False,
    }


def _scope(call: Call) -> tuple[str, str]:
    scope: Raw = call.params.get("scope") or {"type": "default"}
    place = ":".join(str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope)
    return place, _language(call)


def _language(call: Call) -> str:
    code: str = call.params.get("language_code", "")
    if code and not re.fullmatch(r"[a-z]{2}", code):
        reject("invalid language code specified")
    return code


def set_my_commands(call: Call) -> bool:
    """Set the command menu of a scope and a language."""
    for command in call.params["commands"]:
        if not _COMMAND.fullmatch(command["command"]):
            reject("BOT_COMMAND_INVALID")
    call.world.profile.commands[_scope(call)] = call.params["commands"]
    call.world.emit({"type": "profile"})
    return True


def get_my_commands(call: Call) -> list[Raw]:
    """Return the command menu of exactly this scope and language."""
    return call.world.profile.commands.get(_scope(call), [])


def delete_my_commands(call: Call) -> bool:
    """Remove the command menu of a scope and a language."""
    call.world.profile.commands.pop(_scope(call), None)
    call.world.emit({"type": "profile"})
    return True


def commands_for(world: World, user: User) -> list[Raw]:
    """Return the menu a person sees: the narrowest scope first, their language before the one for all."""
    commands = world.profile.commands
    for place in (f"chat:{user.id}", "all_private_chats", "default"):
        for language in (user.language_code, ""):
            if found := commands.get((place, language)):
                return found
    return []


def set_my_name(call: Call) -> bool:
    """Set the bot's name in a language."""
    _set(call, call.world.profile.names, "name")
    if not _language(call) and call.params.get("name"):
        call.world.bot["first_name"] = call.params["name"]
    return True


def set_my_description(call: Call) -> bool:
    """Set what an empty chat shows."""
    return _set(call, call.world.profile.descriptions, "description")


def set_my_short_description(call: Call) -> bool:
    """Set what the profile page shows."""
    return _set(call, call.world.profile.short_descriptions, "short_description")


def _set(call: Call, texts: dict[str, str], key: str) -> bool:
    texts[_language(call)] = call.params.get(key, "")
    call.world.emit({"type": "profile"})
    return True


def spoken(texts: dict[str, str], language: str, otherwise: str = "") -> str:
    """Return the text in a language, else the one for all."""
    return texts.get(language) or texts.get("") or otherwise


def get_my_name(call: Call) -> Raw:
    """Return the bot's name in a language."""
    name = spoken(call.world.profile.names, _language(call), call.world.bot["first_name"])
    return {"name": name}


def get_my_description(call: Call) -> Raw:
    """Return the description in a language."""
    return {"description": spoken(call.world.profile.descriptions, _language(call))}


def get_my_short_description(call: Call) -> Raw:
    """Return the short description in a language."""
    return {"short_description": spoken(call.world.profile.short_descriptions, _language(call))}


def set_chat_menu_button(call: Call) -> bool:
    """Choose what the menu button of a chat, or of all, opens."""
    chat_id = call.params.get("chat_id", 0)
    call.world.profile.menu_buttons[chat_id] = call.params.get("menu_button", {"type": "default"})
    return True


def get_chat_menu_button(call: Call) -> Raw:
    """Return what the menu button of a chat opens."""
    buttons = call.world.profile.menu_buttons
    return buttons.get(call.params.get("chat_id", 0)) or buttons.get(0) or {"type": "commands"}


METHODS: dict[str, Answer] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
}
