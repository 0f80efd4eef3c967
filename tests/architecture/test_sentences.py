import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import PRODUCT, Source, calls, sources

# Calls whose words reach a person: in the chat, on a button, in an alert, in a page.
SPEAKING = {
    *("reply", "progress", "notify", "answer", "alert", "toast", "say", "send_message", "send_photo"),
    *("send_document", "reply_text", "edit_message_text", "answer_callback_query"),
    *("Button", "InlineKeyboardButton", "KeyboardButton", "BotCommand", "Message", "Card", "Line"),
}
PEOPLE_READ = tuple(package for package in PRODUCT if package != "simulator")
KEY = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
ACCENTED = re.compile(r"[àâçéèêëîïôûùœÀÂÇÉÈÊËÎÏÔÛÙŒ¿¡ñÑ]")


def words(node: ast.AST) -> Iterator[tuple[ast.Constant, str]]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part, part.value


def is_sentence(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 3 and " " in text.strip()


def spoken_sentences(source: Source) -> Iterator[str]:
    for call, name in calls(source):
        if name.rpartition(".")[2] in SPEAKING:
            arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
            yield from (
                source.at(word) for argument in arguments for word, text in words(argument) if is_sentence(text)
            )


def refusals_without_key(source: Source) -> Iterator[str]:
    for call, name in calls(source):
        if name.rpartition(".")[2] == "Refusal" and call.args:
            key = call.args[0]
            if isinstance(key, ast.JoinedStr) or (isinstance(key, ast.Constant) and not KEY.fullmatch(str(key.value))):
                yield source.at(call)


def accented_words(source: Source) -> Iterator[str]:
    docstrings = source.docstrings
    for word, text in words(source.tree):
        if id(word) not in docstrings and ACCENTED.search(text):
            yield source.at(word)


def test_what_people_read_is_never_written_in_a_call() -> None:
    assert [at for source in sources(*PEOPLE_READ) for at in spoken_sentences(source)] == []


def test_a_refusal_names_its_sentence_and_does_not_contain_it() -> None:
    assert [at for source in sources(*PEOPLE_READ) for at in refusals_without_key(source)] == []


def test_the_chat_holds_no_french_or_spanish_of_its_own() -> None:
    assert [at for source in sources("bot", "webhooks", "scheduler") for at in accented_words(source)] == []


def test_the_checks_see_what_they_are_for() -> None:
    lines = (
        'await context.reply("Your car is saved")',
        'raise Refusal("No such car")',
        'reply(t("car.saved"))',
        'x = "Enregistré"',
    )
    text = "\n".join(lines)
    source = Source("x.py", text, ast.parse(text))
    assert list(spoken_sentences(source)) == ["x.py:1"]
    assert list(refusals_without_key(source)) == ["x.py:2"]
    assert list(accented_words(source)) == ["x.py:4"]
