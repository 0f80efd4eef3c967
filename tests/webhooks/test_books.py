import hashlib

from aiohttp import ClientSession, FormData

from webhooks.books import BookFacts, book_routes
from webhooks.sidecar import Sidecar

PDF = b"%PDF-1.7 a book\r\n--x\r\n"
FACTS = BookFacts("K7QF", hashlib.sha256(PDF).hexdigest(), (("Plate", "<b>AB</b>"),), "en", "2026-11-26")


async def check(code: str) -> BookFacts | None:
    return FACTS if code == "K7QF" else None


async def fetch(code: str, word: str) -> bytes | None:
    return PDF if (code, word) == ("K7QF", "secret") else None


async def test_a_code_has_a_page_a_file_is_compared_and_a_shared_book_is_fetched():
    sidecar = Sidecar("127.0.0.1", 0, book_routes(check, fetch))
    await sidecar.start()
    try:
        async with ClientSession(sidecar.address) as session:
            page = await (await session.get("/book/K7QF")).text()
            assert "&lt;b&gt;AB&lt;/b&gt;" in page
            assert FACTS.digest in page
            for content, verdict in ((PDF, "✅"), (PDF + b"x", "❌")):
                form = FormData()
                form.add_field("file", content, filename="book.pdf", content_type="application/pdf")
                assert verdict in await (await session.post("/book/K7QF", data=form)).text()
            assert (await session.get("/book/NONE")).status == 404
            assert (await session.get("/book/K7QF/wrong")).status == 404
            shared = await session.get("/book/K7QF/secret")
            assert (await shared.read(), shared.content_type) == (PDF, "application/pdf")
    finally:
        await sidecar.stop()


async def test_pages_tell_no_search_engine_and_run_nothing():
    sidecar = Sidecar("127.0.0.1", 0, book_routes(check, fetch))
    await sidecar.start()
    try:
        async with ClientSession(sidecar.address) as session:
            headers = (await session.get("/book/K7QF")).headers
            assert "script" not in headers["Content-Security-Policy"]
            assert headers["X-Robots-Tag"] == "noindex"
    finally:
        await sidecar.stop()
