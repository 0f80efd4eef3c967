"""The guarded child: `python -m core.gateways.reading.child` reads a file on stdin, answers on stdout.

Whatever the file does to the decoders happens here, under limits, with no way to the network or the disk.
"""

import os
import sys
from typing import Any

from core.domain.capture.refusals import CaptureReason
from core.domain.capture.types import PageText
from core.gateways.reading.frames import pack
from core.gateways.reading.magic import FileKind, file_kind
from core.gateways.reading.manners import step_back
from core.gateways.reading.seal import end_with_parent, seal

MEMORY_LIMIT = 1_300 * 1024 * 1024
CPU_SECONDS = 15
# What is really written to: with what every process holds, a bomb takes 400 MB before it is over, and the largest
# pictures that are opened less.
DATA_LIMIT = 370 * 1024 * 1024
_FORBIDDEN_EVENTS = ("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system", "os.fork", "ftplib.")


def main() -> int:
    """Answer one file and end."""
    end_with_parent()
    step_back()
    content = sys.stdin.buffer.read()
    answer = os.fdopen(os.dup(1), "wb")
    # Decoders that print must not break the answer.
    os.dup2(2, 1)
    confine()
    answer.write(answered(content))
    answer.flush()
    # Decoders made ill by a file may crash on their way out, when the answer is already given.
    os._exit(0)


def answered(content: bytes) -> bytes:
    """The message for one file: its pages, or the reason of refusal."""
    from core.gateways.reading.pictures import Refused

    try:
        return _pages(content)
    except Refused as refused:
        return pack({"refused": refused.reason.value, "detail": refused.detail})
    except MemoryError:
        return pack({"refused": CaptureReason.TOO_MANY_PIXELS.value})
    # An edge: decoders raise whatever they like on a file made to hurt them.
    except Exception as error:  # noqa: BLE001
        print(type(error).__name__, file=sys.stderr)  # noqa: T201
        return pack({"refused": CaptureReason.BROKEN.value})


def confine(cpu_seconds: int = CPU_SECONDS) -> None:
    """Take away memory, time, the disk, other programs and the network."""
    try:
        import resource
    except ImportError:  # Windows: the parent's deadline is all there is
        return
    for name, limit in (
        (resource.RLIMIT_AS, MEMORY_LIMIT),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(name, (limit, limit))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_LIMIT, DATA_LIMIT))
    _leave_network()
    sys.addaudithook(_no_way_out)
    seal()


def _leave_network() -> None:
    # Best effort: a kernel without user namespaces refuses, and the other locks still hold.
    if sys.platform == "linux":
        import ctypes

        new_user, new_network = 0x10000000, 0x40000000
        ctypes.CDLL(None).unshare(new_user | new_network)


def _no_way_out(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN_EVENTS):
        raise PermissionError(event)


def _pages(content: bytes) -> bytes:
    kind = file_kind(content)
    if kind is None:
        return pack({"refused": CaptureReason.UNSUPPORTED.value})
    if kind is FileKind.PDF:
        from core.gateways.reading.pdf import pdf_pages

        pdf = pdf_pages(content)
        data = [pdf.invoice_data] if pdf.invoice_data is not None else []
        header = {"count": pdf.count, "layers": [_plain(layer) for layer in pdf.layers], "data": len(data)}
        return pack(header | {"hidden": pdf.hidden, "side": None}, [*pdf.pictures, *data])
    from core.gateways.reading.pictures import picture_pages

    pictures, count, side = picture_pages(content, kind)
    return pack({"count": count, "layers": [None] * len(pictures), "data": 0, "hidden": False, "side": side}, pictures)


def _plain(layer: PageText | None) -> dict[str, Any] | None:
    if layer is None:
        return None
    segments = [[segment.text, segment.score, segment.quad] for segment in layer.segments]
    return {"width": layer.width, "height": layer.height, "segments": segments}


if __name__ == "__main__":
    sys.exit(main())
