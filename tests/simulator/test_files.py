import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from simulator.files import image_size
from simulator.person import Person
from simulator.testing import ImpossibleError, Simulator
from tests.simulator.conftest import Ask, png

JPEG = b"\xff\xd8\xff\xe0\x00\x04AB\xff\xc0\x00\x11\x08\x01\xe0\x02\x80\x03" + bytes(20)


def test_sizes_are_read_from_headers() -> None:
    assert image_size(png(30, 40)) == (30, 40)
    assert image_size(JPEG) == (640, 480)
    assert image_size(b"GIF89a\x05\x00\x06\x00") == (5, 6)
    assert image_size(b"RIFF\0\0\0\0WEBPVP8X" + bytes(8) + b"\x09\0\0\x13\0\0") == (10, 20)
    assert image_size(b"%PDF-1.7") is None
    assert image_size(b"\xff\xd8") is None


async def test_a_photo_goes_to_the_bot_and_back(sim: Simulator, bot: Bot, ask: Ask, ana: Person) -> None:
    await ana.send_photo(JPEG, "la facture /km")
    message = (await ask("getUpdates"))["result"][-1]["message"]
    photo = message["photo"][-1]
    assert (message["caption"], photo["width"], photo["height"]) == ("la facture /km", 640, 480)
    assert message["caption_entities"][0]["type"] == "bot_command"
    downloaded = await (await bot.get_file(photo["file_id"])).download_as_bytearray()
    assert bytes(downloaded) == JPEG
    await bot.send_photo(ana.id, photo["file_id"], caption="reçue")
    assert ana.last.photo == JPEG


async def test_a_document_keeps_its_name_and_type(bot: Bot, ask: Ask, ana: Person) -> None:
    await ana.send_document(b"%PDF-1.7", "facture é.pdf", "application/pdf")
    document = (await ask("getUpdates"))["result"][-1]["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "facture é.pdf",
        "application/pdf",
        8,
    )
    await bot.send_document(ana.id, b"a;b\n", filename="carnet.csv", caption="<b>voilà</b>", parse_mode="HTML")
    assert (ana.last.document, ana.last.file_name, ana.last.caption) == (b"a;b\n", "carnet.csv", "voilà")


async def test_a_file_over_20_mb_cannot_be_fetched(sim: Simulator, bot: Bot, ask: Ask, ana: Person) -> None:
    await ana.send_document(bytes((20 << 20) + 1), "film.bin", "application/octet-stream")
    file_id = (await ask("getUpdates"))["result"][-1]["message"]["document"]["file_id"]
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(file_id)


async def test_albums_go_both_ways(sim: Simulator, bot: Bot, ask: Ask, ana: Person) -> None:
    await ana.send_album([png(1, 1), png(2, 2)], "deux pages")
    first, second = (one["message"] for one in (await ask("getUpdates"))["result"][-2:])
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "caption" in second) == ("deux pages", False)
    sent = await bot.send_media_group(ana.id, [InputMediaPhoto(png(1, 1), caption="a"), InputMediaPhoto(png(2, 2))])
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.photo for one in ana.messages] == [png(1, 1), png(2, 2)]
    assert sim.violations == []
    with pytest.raises(BadRequest):
        await bot.send_media_group(ana.id, [InputMediaPhoto(png()), InputMediaDocument(b"x")])
    assert len(sim.violations) == 1


async def test_wrong_files_are_refused(sim: Simulator, bot: Bot, ana: Person) -> None:
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ana.id, b"%PDF")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(ana.id, png(9_000, 2_000))
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(ana.id, b"")
    assert len(sim.violations) == 3
    with pytest.raises(BadRequest, match="Wrong remote file identifier specified"):
        await bot.send_document(ana.id, "AgACAgQAAxkDAAInothing")
    with pytest.raises(ImpossibleError, match="a photo is a JPEG"):
        await ana.send_photo(b"%PDF")
