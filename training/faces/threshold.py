"""The threshold a network is delivered with, and how the test folds fare at it.

    /usr/bin/python3 training/faces/threshold.py training/runs/facenet/checkpoint.pt [--every 3]

Chosen on LFW pairs of folds 1 to 6 (every third unless told), none of whose people is in the test folds, as the cosine that is right most
often; faces are averaged with their mirror image as the application does. Prints JSON.
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
from faces.evaluate import DEFAULT_CACHE, best_threshold, embed
from faces.teacher import Prepared, load_prepared

PAIRS_PER_FOLD = 600


def training_pairs(lfw: Path, prepared: Prepared, every: int) -> list:
    """(row a, row b, same) of pairs outside the test folds whose two photos are prepared."""
    row = {prepared.faces[i]["id"]: i for i in prepared.train}
    test_folds = {pair["fold"] for pair in prepared.pairs}
    photo = lambda person, number: f"{person}/{person}_{int(number):04d}.jpg"  # noqa: E731
    pairs = []
    for index, line in enumerate((lfw / "pairs.txt").read_text().strip().splitlines()[1:]):
        if index % every or index // PAIRS_PER_FOLD + 1 in test_folds:
            continue
        parts = line.split("\t")
        a = photo(*parts[:2])
        b = photo(parts[0], parts[2]) if len(parts) == 3 else photo(*parts[2:])
        if a in row and b in row:
            pairs.append((row[a], row[b], len(parts) == 3))
    return pairs


def scores_of(model: torch.nn.Module, prepared: Prepared, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Cosines of the mirror-averaged vectors of two lists of faces."""
    faces, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    vectors = model.embeddings(torch.from_numpy(embed(model, prepared.crops[faces], mirror=True))).numpy()
    return (vectors[places[: len(left)]] * vectors[places[len(left) :]]).sum(1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--lfw", type=Path, default=Path(__file__).resolve().parents[3] / "shared/data/lfw")
    parser.add_argument("--every", type=int, default=3, help="use every n-th pair outside the test folds")
    parser.add_argument("--test-every", type=int, default=1, help="and every n-th test pair")
    args = parser.parse_args()
    torch.set_num_threads(1)  # threads that wait for each other are slower on a busy machine
    prepared = load_prepared(args.cache)
    model, _ = load_network(args.checkpoint)

    left, right, same = (np.array(column) for column in zip(*training_pairs(args.lfw, prepared, args.every)))
    chosen_on = len(same)
    threshold = best_threshold(scores_of(model, prepared, left, right), same)

    row = {prepared.faces[i]["id"]: i for i in prepared.test}
    pairs = [pair for pair in prepared.pairs if pair["a"] in row and pair["b"] in row][:: args.test_every]
    left, right = (np.array([row[pair[side]] for pair in pairs]) for side in ("a", "b"))
    same = np.array([pair["same"] for pair in pairs])
    scores = scores_of(model, prepared, left, right)
    result = {
        "threshold": round(threshold, 3),
        "chosenOn": chosen_on,
        "testedOn": len(pairs),
        "accuracyAtThreshold": float(((scores > threshold) == same).mean()),
        "falseMatches": float((scores > threshold)[~same].mean()),
        "missedMatches": float((scores <= threshold)[same].mean()),
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main()
