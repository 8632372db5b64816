"""The prepared faces: crops, the teacher's vectors, who is trained on and who is not."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

STORED_SIZE = 112
TEACHER_SIZE = 512

# A face without a name is left out when the teacher finds it this similar to a test photo, so that a test person who
# also appears in a background or in UTKFace stays unseen. Deliberately low: 3 % of the photos of other named people
# (251 of 7,977) are above it, 11 above 0.55.
LOOK_ALIKE_COSINE = 0.45


@dataclass(frozen=True)
class Prepared:
    """`training/teacher.mjs`'s output. Arrays are indexed by face; `train` and `test` hold indices."""

    faces: list
    pairs: list
    crops: np.ndarray  # (faces, 112, 112, 3) uint8, RGB
    vectors: np.ndarray  # (faces, 512) float32, unit length
    train: np.ndarray
    test: np.ndarray
    look_alikes: int

    def summary(self) -> dict:
        """Who is trained on, in numbers, for the model card."""
        chosen = [self.faces[i] for i in self.train]
        sources = sorted({face["source"] for face in chosen})
        return {
            "faces": len(chosen),
            "sources": {name: sum(face["source"] == name for face in chosen) for name in sources},
            "people with names": len({face["person"] for face in chosen if face["person"]}),
            "test people, all excluded": len({self.faces[i]["person"] for i in self.test}),
            "nameless faces left out because they resemble a test person": self.look_alikes,
        }


def load_prepared(cache: Path) -> Prepared:
    """Reads the cache; FileNotFoundError says how to make it."""
    if not (cache / "faces.json").exists():
        raise FileNotFoundError(f"no prepared faces in {cache}: run `node training/teacher.mjs` first")
    index = json.loads((cache / "faces.json").read_text())
    faces = index["faces"]
    shape = (len(faces), STORED_SIZE, STORED_SIZE, 3)
    crops = np.memmap(cache / "crops.u8", np.uint8, "r", shape=shape)
    vectors = np.fromfile(cache / "teacher.f32", np.float32).reshape(len(faces), TEACHER_SIZE)
    test = np.array([i for i, face in enumerate(faces) if face["split"] == "test"])
    candidates = np.array([i for i, face in enumerate(faces) if face["split"] == "train"])
    test_people = {faces[i]["person"] for i in test}
    assert not test_people & {faces[i]["person"] for i in candidates}, "a test person is in the training set"
    nearest = np.array([(vectors[i] @ vectors[test].T).max() for i in candidates])
    nameless = np.array([faces[i]["person"] is None for i in candidates])
    left_out = nameless & (nearest > LOOK_ALIKE_COSINE)
    return Prepared(faces, index["testPairs"], crops, vectors, candidates[~left_out], test, int(left_out.sum()))


def make_projection(vectors: np.ndarray, size: int) -> np.ndarray:
    """The `size` leading right singular directions of the (uncentred) vectors: (512, size), orthonormal columns.

    Uncentred, so that cosines survive the projection. Each direction's sign is fixed by its largest entry.
    """
    _, directions = np.linalg.eigh(vectors.T.astype(np.float64) @ vectors.astype(np.float64))
    leading = directions[:, ::-1][:, :size]
    signs = np.sign(leading[np.abs(leading).argmax(0), np.arange(size)])
    return (leading * signs).astype(np.float32)


def project(vectors: np.ndarray, projection: np.ndarray) -> np.ndarray:
    """Unit vectors of the shared ("harmonic") space: (N, 512) to (N, size)."""
    projected = vectors @ projection
    return projected / np.linalg.norm(projected, axis=1, keepdims=True)


def save_projection(projection: np.ndarray, folder: Path) -> None:
    """Writes `projection.f32`: 512 rows of `size` little-endian float32."""
    projection.astype("<f4").tofile(folder / "projection.f32")
