"""Fills in the golden vectors: what PyTorch answers for crops that `training/golden.mjs` cut.

    /usr/bin/python3 training/faces/golden.py CHECKPOINT CROPS GOLDEN

CROPS: faces x 96 x 96 x 3 bytes, RGB. GOLDEN: JSON with one entry a face, each given its `vector`.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faces.checkpoint import load_network
from faces.view import INPUT_SIZE, normalise_pixels


@torch.no_grad()
def main(checkpoint: Path, crops_path: Path, golden_path: Path) -> None:
    crops = np.fromfile(crops_path, np.uint8).reshape(-1, INPUT_SIZE, INPUT_SIZE, 3)
    faces = json.loads(golden_path.read_text())
    assert len(faces) == len(crops), f"{len(faces)} faces but {len(crops)} crops"
    model, _ = load_network(checkpoint)
    vectors = model.embeddings(model(normalise_pixels(torch.from_numpy(crops).permute(0, 3, 1, 2))))
    for face, vector in zip(faces, vectors.tolist()):
        face["vector"] = [round(value, 5) for value in vector]
    lines = ",\n".join("  " + json.dumps(face, separators=(",", ":")) for face in faces)
    golden_path.write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
