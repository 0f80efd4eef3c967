"""PP-OCRv6 through rapidocr: finds lines of text, turns the page upright, reads the lines.

Runs inside a reader's worker process. The small models come in rapidocr's wheel, the tiny ones in `models/`;
every path is given, so nothing is ever fetched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import onnxruntime
import rapidocr
from rapidocr.ch_ppocr_det import TextDetector
from rapidocr.ch_ppocr_rec import TextRecInput, TextRecognizer
from rapidocr.utils.typings import EngineType

from core.domain.capture.ports import Effort
from core.domain.capture.types import Lie, PageText, Segment

Picture = npt.NDArray[np.uint8]
Place = tuple[float, float, float, float]
Boxes = npt.NDArray[np.float32]

MODELS = Path(__file__).parent / "models"
_WHEEL_MODELS = Path(rapidocr.__file__).parent / "models"
_MODEL_PATHS = {
    Effort.QUICK: (MODELS / "PP-OCRv6_det_tiny.onnx", MODELS / "PP-OCRv6_rec_tiny.onnx"),
    Effort.THOROUGH: (
        _WHEEL_MODELS / "PP-OCRv6_det_small.onnx",
        _WHEEL_MODELS / "PP-OCRv6_rec_small.onnx",
    ),
}
_LONGEST_SIDE = {Effort.QUICK: 1_600, Effort.THOROUGH: 1_800}
_SCORE_FLOOR = 0.4
_PROBE = 10
# Paper around a place that is looked at, in heights of it.
_AROUND = 0.12
_ELONGATED = 1.5
# A line upside down still scores something; turning needs a clear lead.
_CLEAR_LEAD = 0.05
_CLEAR_TILT = 4.0
# What lies and is read so surely is not upside down, where letters score 0.74 at most: no need to read lines both ways.
_SURELY_UPRIGHT = 0.85
_OVER = Lie(180, 0.0)
_QUARTER = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def model_paths() -> tuple[Path, ...]:
    """Every model file that reading needs."""
    return tuple(path for pair in _MODEL_PATHS.values() for path in pair)


def _decoded(picture: bytes) -> Picture:
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    if decoded is None:
        raise ValueError("not a picture")
    return decoded.astype(np.uint8, copy=False)


class _Settings(dict[str, Any]):
    """Settings as rapidocr's parts take them: by key and by attribute."""

    def __getattr__(self, name: str) -> Any:
        return self[name]


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Memory goes back after each page; threads that wait do not burn the processor that others need.
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


@dataclass
class _Models:
    effort: Effort
    threads: int

    @cached_property
    def _detector(self) -> TextDetector:
        return TextDetector(
            _Settings(
                engine_type=EngineType.ONNXRUNTIME,
                session=_session(_MODEL_PATHS[self.effort][0], self.threads),
                limit_side_len=736,
                limit_type="min",
                mean=[0.5, 0.5, 0.5],
                std=[0.5, 0.5, 0.5],
                # Looser than the defaults: a digit alone in its cell is small and faint, and it matters.
                box_thresh=0.4,
                unclip_ratio=1.8,
            )
        )

    @cached_property
    def _recogniser(self) -> TextRecognizer:
        return TextRecognizer(
            _Settings(
                engine_type=EngineType.ONNXRUNTIME,
                session=_session(_MODEL_PATHS[self.effort][1], self.threads),
                lang_type="ch",
                font_path=None,
                rec_batch_num=6,
                rec_img_shape=[3, 48, 320],
            )
        )

    def boxes(self, picture: Picture) -> Boxes | None:
        found = self._detector(picture).boxes
        return None if found is None else np.asarray(found, dtype=np.float32)

    def texts(self, crops: Sequence[Picture]) -> list[tuple[str, float]]:
        if not crops:
            return []
        result = self._recogniser(TextRecInput(img=list(crops)))
        return [(str(text), float(score)) for text, score in zip(result.txts or (), result.scores, strict=True)]


class RapidReader:
    """Reads page pictures with two sizes of the same model family."""

    def __init__(self, threads: int = 1) -> None:
        self._models = {effort: _Models(effort, threads) for effort in Effort}

    def warm(self) -> None:
        """Load the quick models, so that the first page does not wait for them."""
        blank = np.full((64, 320, 3), 255, dtype=np.uint8)
        models = self._models[Effort.QUICK]
        models.boxes(blank)
        models.texts([blank])

    def read(self, picture: bytes, effort: Effort, lie: Lie | None = None) -> PageText:
        """All lines of text of a page, in the coordinates of the page turned upright."""
        original = _decoded(picture)
        models = self._models[effort]
        if lie is not None:
            return _levelled(models, original, lie)
        boxes = _detected(models, original)
        if boxes is None:
            return PageText(original.shape[1], original.shape[0], ())
        tilt = _tilt(boxes)
        if _stands(boxes) or abs(tilt) > _CLEAR_TILT:
            # Lines that stand or slant are found less well: level the page first, then look again.
            return _levelled(models, original, Lie(_turn(models, original, boxes), tilt))
        page = _page(models, original, boxes, Lie(0, 0.0))
        if page.lie is not None or _turn(models, original, boxes) == 0:
            return page
        height, width = original.shape[:2]
        return _page(models, _rotated(original, _OVER), _turned_boxes(boxes, width, height, 180), _OVER)

    def look(self, picture: bytes, effort: Effort, places: Sequence[Place]) -> list[tuple[str, float]] | None:
        """What stands at each place, without looking for lines: a digit alone in its cell is easily passed over."""
        page = _decoded(picture)
        return [
            (text.strip(), score) for text, score in self._models[effort].texts([_cut(page, place) for place in places])
        ]


def _cut(picture: Picture, place: Place) -> Picture:
    """A place of a picture with a little paper around it."""
    height, width = picture.shape[:2]
    x0, y0, x1, y1 = place[0] * width, place[1] * height, place[2] * width, place[3] * height
    margin = _AROUND * (y1 - y0)
    left, top = max(0, round(x0 - margin)), max(0, round(y0 - margin))
    right, bottom = min(width, round(x1 + margin) + 1), min(height, round(y1 + margin) + 1)
    return picture[min(top, height - 1) : bottom, min(left, width - 1) : right]


def _detected(models: _Models, picture: Picture) -> Boxes | None:
    scaled, scale = _scaled(picture, _LONGEST_SIDE[models.effort])
    boxes = models.boxes(scaled)
    return None if boxes is None else _from_top_left(boxes / np.float32(scale))


def _tilt(boxes: Boxes) -> float:
    """Degrees by which the long boxes slope down to the right, from the nearest axis."""
    widths, heights = _sides(boxes)
    along = np.where((widths >= heights)[:, None], boxes[:, 1] - boxes[:, 0], boxes[:, 0] - boxes[:, 3])
    degrees = np.degrees(np.arctan2(along[:, 1], along[:, 0]))
    degrees = (degrees + 45.0) % 90.0 - 45.0
    lengths = np.where(np.maximum(widths, heights) > 3 * np.minimum(widths, heights), np.maximum(widths, heights), 0)
    if not lengths.any():
        return 0.0
    order = np.argsort(degrees)
    half = np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)
    return float(degrees[order][half])


def _levelled(models: _Models, picture: Picture, lie: Lie) -> PageText:
    level = _rotated(picture, lie)
    return _page(models, level, _detected(models, level), lie)


def _rotated(picture: Picture, lie: Lie) -> Picture:
    """The picture turned clockwise by whole quarters, then back by its tilt on a larger sheet."""
    turn, tilt = lie
    turned = picture if turn == 0 else cv2.rotate(picture, _QUARTER[turn])
    if abs(tilt) <= _CLEAR_TILT:
        return turned.astype(np.uint8, copy=False)
    height, width = turned.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    cosine, sine = abs(matrix[0, 0]), abs(matrix[0, 1])
    wide, tall = round(width * cosine + height * sine), round(height * cosine + width * sine)
    matrix[:, 2] += (wide / 2 - width / 2, tall / 2 - height / 2)
    level = cv2.warpAffine(turned, matrix, (wide, tall), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return level.astype(np.uint8, copy=False)


def _scaled(picture: Picture, longest: int) -> tuple[Picture, float]:
    scale = min(1.0, longest / max(picture.shape[:2]))
    if scale == 1.0:
        return picture, 1.0
    size = (max(1, round(picture.shape[1] * scale)), max(1, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False), scale


def _page(models: _Models, picture: Picture, boxes: Boxes | None, lie: Lie) -> PageText:
    """The lines of a page that lay so; its lie is told if its letters were read surely on the whole."""
    height, width = picture.shape[:2]
    if boxes is None:
        return PageText(width, height, ())
    readings = models.texts([_crop(picture, box) for box in boxes])
    segments = tuple(
        Segment(text.strip(), score, tuple((float(x), float(y)) for x, y in box))  # type: ignore[arg-type]  # four corners
        for box, (text, score) in zip(boxes, readings, strict=True)
        if text.strip() and score >= _SCORE_FLOOR
    )
    turned = lie != Lie(0, 0.0)
    encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes() if turned else None
    return PageText(width, height, segments, encoded, lie if _sureness(readings) >= _SURELY_UPRIGHT else None)


def _sureness(readings: Sequence[tuple[str, float]]) -> float:
    return sum(score * len(text) for text, score in readings) / max(1, sum(len(text) for text, _ in readings))


def _stands(boxes: Boxes) -> bool:
    """Whether the lines of a page stand rather than lie."""
    widths, heights = _sides(boxes)
    standing = (heights > widths) & (heights > _ELONGATED * widths)
    lying = (widths > heights) & (widths > _ELONGATED * heights)
    return float(heights[standing].sum()) > float(widths[lying].sum())


def _turn(models: _Models, picture: Picture, boxes: Boxes) -> int:
    """Degrees clockwise that put the page upright: by the shape of the boxes, then by reading both ways."""
    widths, heights = _sides(boxes)
    elongated = np.maximum(widths, heights) > _ELONGATED * np.minimum(widths, heights)
    standing = elongated & (heights > widths)
    lying = elongated & (widths > heights)
    sideways = _stands(boxes)
    ways = (90, 270) if sideways else (0, 180)
    chosen = np.argsort(np.where(standing if sideways else lying, np.maximum(widths, heights), 0.0))
    probe = [boxes[index] for index in chosen[::-1][:_PROBE]]
    scores = [_reading_score(models, picture, probe, way) for way in ways]
    if ways[0] == 0:
        return 180 if scores[1] > scores[0] + _CLEAR_LEAD else 0
    return ways[int(scores[1] > scores[0])]


def _reading_score(models: _Models, picture: Picture, boxes: Sequence[Boxes], way: int) -> float:
    height, width = picture.shape[:2]
    turned = picture if way == 0 else cv2.rotate(picture, _QUARTER[way]).astype(np.uint8, copy=False)
    placed = _turned_boxes(np.asarray(boxes, dtype=np.float32), width, height, way)
    crops = [_crop(turned, box) for box in placed]
    return _sureness(models.texts(crops))


def _sides(boxes: Boxes) -> tuple[Boxes, Boxes]:
    widths = np.linalg.norm(boxes[:, 1] - boxes[:, 0], axis=1)
    heights = np.linalg.norm(boxes[:, 3] - boxes[:, 0], axis=1)
    return widths.astype(np.float32), heights.astype(np.float32)


def _turned_boxes(boxes: Boxes, width: int, height: int, turn: int) -> Boxes:
    """Boxes of a picture turned clockwise, corners again from the top left."""
    x, y = boxes[..., 0], boxes[..., 1]
    moved = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]
    return _from_top_left(np.stack(moved, axis=-1).astype(np.float32))


def _from_top_left(boxes: Boxes) -> Boxes:
    # The detector orders corners for lines that lie; a tilted box of a turned page starts elsewhere.
    first = np.argmin(boxes.sum(axis=2), axis=1)
    order = (first[:, None] + np.arange(4)) % 4
    return np.take_along_axis(boxes, order[:, :, None], axis=1)


def _crop(picture: Picture, box: Boxes) -> Picture:
    width = max(1, round(float(max(np.linalg.norm(box[1] - box[0]), np.linalg.norm(box[2] - box[3])))))
    height = max(1, round(float(max(np.linalg.norm(box[3] - box[0]), np.linalg.norm(box[2] - box[1])))))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    warp = cv2.getPerspectiveTransform(box, target)
    flat = cv2.warpPerspective(picture, warp, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return flat.astype(np.uint8, copy=False)
