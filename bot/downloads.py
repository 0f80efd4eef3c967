"""Files that people sent, fetched from Telegram: by reference, capped in size and time, from its host only."""

from dataclasses import dataclass

from telegram import error

from bot.transport import TelegramApi
from core.ports import DownloadDelayed, DownloadFailed, DownloadTooBig

LIMIT = 20 * 2**20
DEADLINE = 30.0


@dataclass(frozen=True, slots=True)
class TelegramDownloads:
    """Downloads by `file_id`."""

    api: TelegramApi

    async def fetch(self, reference: str) -> bytes:
        """The content; raises `DownloadTooBig`, `DownloadFailed`, `DownloadDelayed` when trying again may help."""
        try:
            file = await self.api.call("getFile", {"file_id": reference})
            return await self.api.download(str(file.get("file_path", "")), LIMIT, DEADLINE)
        except error.BadRequest as refusal:
            if "too big" in str(refusal).lower():
                raise DownloadTooBig from None
            raise DownloadFailed from None
        except error.TelegramError as problem:
            raise DownloadDelayed(type(problem).__name__) from None
