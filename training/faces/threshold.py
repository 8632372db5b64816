"""The threshold a network is delivered with, and how it fares there.

    /usr/bin/python3 training/faces/threshold.py training/runs/facenet/checkpoint.pt [--every 2]

Chosen on all pairs of photos of the test people, none of whom was trained on: the cosine at which false accepts and
false rejects together are fewest, each as a share of its kind. Faces are averaged with their mirror image as the
application does. Prints JSON, with the accuracy on the official pairs of folds 7 and 8 at that threshold.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faces.checkpoint import load_network
from faces.evaluate import DEFAULT_CACHE, cosines, embed
from faces.teacher import Prepared, load_prepared


def balanced_threshold(same: np.ndarray, different: np.ndarray) -> float:
    """The cosine with the least false accept rate plus false reject rate."""
    same, different = np.sort(same), np.sort(different)
    rejected = np.searchsorted(same, same) / len(same)
    accepted = 1 - np.searchsorted(different, same) / len(different)
    return float(same[(rejected + accepted).argmin()])


def all_pairs(vectors: np.ndarray, owners: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosines of all pairs of one person, and of all pairs of two."""
    left, right = np.triu_indices(len(vectors), 1)
    scores = (vectors @ vectors.T)[left, right]
    same = owners[left] == owners[right]
    return scores[same], scores[~same]


def official_accuracy(prepared: Prepared, rows: np.ndarray, vectors: np.ndarray, threshold: float) -> tuple[int, float]:
    at = {prepared.faces[index]["id"]: place for place, index in enumerate(rows)}
    pairs = [pair for pair in prepared.pairs if pair["a"] in at and pair["b"] in at]
    left, right = ([at[pair[side]] for pair in pairs] for side in ("a", "b"))
    right_answers = (cosines(vectors[left], vectors[right]) >= threshold) == np.array([pair["same"] for pair in pairs])
    return len(pairs), float(right_answers.mean())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--every", type=int, default=1, help="take every n-th test photo, for a quick look")
    args = parser.parse_args()
    torch.set_num_threads(1)  # threads that wait for each other are slower on a busy machine
    prepared = load_prepared(args.cache)
    model, _ = load_network(args.checkpoint)

    rows = prepared.test[:: args.every]
    outputs = embed(model, prepared.crops[rows], mirror=True)
    vectors = model.embeddings(torch.from_numpy(outputs)).numpy()
    same, different = all_pairs(vectors, np.array([prepared.faces[index]["person"] for index in rows]))
    threshold = round(balanced_threshold(same, different), 3)
    official, accuracy = official_accuracy(prepared, rows, vectors, threshold)
    result = {
        "threshold": threshold,
        "photos": len(rows),
        "falseAccepts": float((different >= threshold).mean()),
        "falseRejects": float((same < threshold).mean()),
        "officialPairs": official,
        "officialAccuracy": accuracy,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
