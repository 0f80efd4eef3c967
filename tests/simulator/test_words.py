import pytest

from simulator.person import Person
from simulator.testing import Simulator
from tests.simulator.conftest import Ask

LONG = "x" * 4097
BUTTON = {"text": "a", "callback_data": "x"}


def keyboard(**button: object) -> dict[str, object]:
    return {"reply_markup": {"inline_keyboard": [[{"text": "a", **button}]]}}


WRONG = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({}, "message text is empty"),
    ({"text": LONG}, "message is too long"),
    ({"text": "<b>x", "parse_mode": "HTML"},
     "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ({"text": "é <p>x</p>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "p" at byte offset 3'),
    ({"text": "<b>x</i>", "parse_mode": "HTML"},
     'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ({"text": "x</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    ({"text": "5 < 6", "parse_mode": "HTML"}, "can't parse entities: Unclosed start tag at byte offset 2"),
    ({"text": "x", "parse_mode": "XML"}, "unsupported parse_mode"),
    ({"text": "x", **keyboard(callback_data="é" * 33)}, "BUTTON_DATA_INVALID"),
    ({"text": "x", **keyboard()},
     "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
    ({"text": "x", **keyboard(callback_data="x", url="https://a.fr")},
     "can't parse inline keyboard button: exactly one action is allowed, found callback_data, url"),
    ({"text": "x", **keyboard(url="http://localhost:8080/pay")},
     "inline keyboard button URL 'http://localhost:8080/pay' is invalid: Wrong HTTP URL"),
    ({"text": "x", **keyboard(url="ftp://a.fr")},
     "inline keyboard button URL 'ftp://a.fr' is invalid: Unsupported URL protocol"),
    ({"text": "x", **keyboard(callback_data="x", style="pink")},
     'field "reply_markup.inline_keyboard[0][0].style" must be one of danger, primary, success'),
    ({"text": "x", "reply_markup": {"inline_keyboard": [[BUTTON]] * 101}}, "reply markup is too long"),
    ({"text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ({"text": "x", "colour": "red"}, 'unknown parameter "colour" of sendMessage'),
    ({"text": 5}, 'field "text" must be of type String'),
    ({"text": "x", "message_effect_id": "1"}, "EFFECT_ID_INVALID"),
]  # fmt: skip


@pytest.mark.parametrize(("params", "words"), WRONG, ids=[words[:60] for _, words in WRONG])
async def test_a_wrong_message_is_refused_in_telegrams_words(
    sim: Simulator, ask: Ask, ana: Person, params: dict[str, object], words: str
) -> None:
    refused = await ask("sendMessage", chat_id=ana.id, **params)
    assert (refused["status"], refused["error_code"]) == (400, 400)
    assert refused["description"] == f"Bad Request: {words}"
    assert sim.violations == [f"sendMessage: Bad Request: {words}"]
    assert ana.messages == []


async def test_what_the_state_forbids_is_no_violation(sim: Simulator, ask: Ask, ana: Person) -> None:
    tom = sim.user("Tom")
    for chat_id, status, words in (
        (5, 400, "Bad Request: chat not found"),
        ("@nobody", 400, "Bad Request: chat not found"),
        (tom.id, 403, "Forbidden: bot can't initiate conversation with a user"),
    ):
        refused = await ask("sendMessage", chat_id=chat_id, text="x")
        assert (refused["status"], refused["description"]) == (status, words)
    await ana.block()
    refused = await ask("sendMessage", chat_id=ana.id, text="x")
    assert (refused["status"], refused["description"]) == (403, "Forbidden: bot was blocked by the user")
    assert sim.violations == []


async def test_an_absent_chat_is_named(sim: Simulator, ask: Ask) -> None:
    assert (await ask("sendMessage", text="x"))["description"] == "Bad Request: chat_id is empty"
    assert (await ask("sendPhoto", chat_id=1))["description"] == "Bad Request: there is no photo in the request"


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "b"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("sendChatAction", {"chat_id": 1, "action": "thinking"}, "wrong parameter action in request"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ],
)
async def test_other_methods_have_their_own_words(ask: Ask, method: str, params: dict[str, object], words: str) -> None:
    assert (await ask(method, **params))["description"] == f"Bad Request: {words}"


async def test_numbers_and_objects_may_come_as_the_strings_of_a_form(sim: Simulator, ask: Ask, ana: Person) -> None:
    markup = '{"inline_keyboard": [[{"text": "Oui", "callback_data": "v1:yes"}]]}'
    answer = await ask("sendMessage", chat_id=str(ana.id), text="x", reply_markup=markup, disable_notification="true")
    assert answer["ok"]
    assert ana.last.buttons == [[("Oui", "v1:yes")]]
