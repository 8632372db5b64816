"""Verification accuracy on the pairs of LFW's test folds.

    /usr/bin/python3 training/faces/evaluate.py training/runs/facenet/checkpoint.pt [--every-view] [--out report]

Each fold is judged at the threshold that is best on the other test folds, so that none chooses its own.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import torch

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faces.data import central_views
from faces.teacher import Prepared, load_prepared, project

DEFAULT_CACHE = Path.home() / ".cache/visage-training"


@torch.no_grad()
def embed(model: torch.nn.Module, crops: np.ndarray, mirror: bool, batch: int = 64) -> np.ndarray:
    """The network's outputs for stored crops; with `mirror`, averaged with those of the mirror images."""
    outputs = []
    for start in range(0, len(crops), batch):
        images = central_views(crops[start : start + batch])
        out = model(images)
        outputs.append((model.average(out, model(images.flip(3))) if mirror else out).numpy())
    return np.concatenate(outputs)


def best_threshold(scores: np.ndarray, same: np.ndarray) -> float:
    """The cosine above which calling a pair the same person is right most often."""
    order = np.argsort(-scores)
    right = np.cumsum(np.where(same[order], 1, -1))
    best = int(right.argmax())
    following = scores[order[best + 1]] if best + 1 < len(scores) else scores[order[best]]
    return float((scores[order[best]] + following) / 2)


def roc(scores: np.ndarray, same: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """False and true positive rates as the threshold falls."""
    hits = same[np.argsort(-scores)]
    return np.cumsum(~hits) / (~hits).sum(), np.cumsum(hits) / hits.sum()


def judge(scores: np.ndarray, same: np.ndarray, folds: np.ndarray) -> dict:
    """Accuracy over folds (each with the others' threshold), area under the ROC, true rate at 1 % false."""
    accuracies, thresholds = {}, {}
    for fold in np.unique(folds).tolist():
        threshold = best_threshold(scores[folds != fold], same[folds != fold])
        accuracies[str(fold)] = float(((scores > threshold) == same)[folds == fold].mean())
        thresholds[str(fold)] = threshold
    false_rate, true_rate = roc(scores, same)
    return {
        "accuracy": float(np.mean(list(accuracies.values()))),
        "folds": accuracies,
        "thresholds": thresholds,
        "auc": float((np.diff(false_rate, prepend=0) * true_rate).sum()),
        "true positives at 1 % false": float(true_rate[false_rate <= 0.01].max(initial=0)),
    }


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Row by row, of unit vectors."""
    return (left * right).sum(1)


def judge_pairs(prepared: Prepared, left: np.ndarray, right: np.ndarray, score=cosines) -> dict:
    """Judges the test pairs where photo a is seen by `left` and b by `right`, rows in the order of `test`."""
    row = {prepared.faces[i]["id"]: at for at, i in enumerate(prepared.test)}
    pairs = [pair for pair in prepared.pairs if pair["a"] in row and pair["b"] in row]
    scores = score(left[[row[pair["a"]] for pair in pairs]], right[[row[pair["b"]] for pair in pairs]])
    same = np.array([pair["same"] for pair in pairs])
    folds = np.array([pair["fold"] for pair in pairs])
    curve = roc(scores, same)
    return {"pairs": len(pairs), **judge(scores, same, folds), "curve": [rate.tolist() for rate in curve]}


@torch.no_grad()
def evaluate(model: torch.nn.Module, prepared: Prepared, projection: np.ndarray, every_view: bool) -> dict:
    """The student's own scores of pairs, and with `every_view` mirror-averaged, against the teacher, the teacher alone."""
    crops = prepared.crops[prepared.test]
    own = lambda a, b: model.pair_scores(torch.from_numpy(a), torch.from_numpy(b)).numpy()  # noqa: E731
    plain = embed(model, crops, mirror=False)
    results = {"student": judge_pairs(prepared, plain, plain, own)}
    if every_view:
        averaged = embed(model, crops, mirror=True)
        taught = project(prepared.vectors[prepared.test], projection)
        results["student, mirror averaged"] = judge_pairs(prepared, averaged, averaged, own)
        plain, averaged = (model.embeddings(torch.from_numpy(out)).numpy() for out in (plain, averaged))
        results["embeddings, mirror averaged"] = judge_pairs(prepared, averaged, averaged)
        results["student against teacher"] = judge_pairs(prepared, plain, taught)
        results["teacher against student"] = judge_pairs(prepared, taught, plain)
        results["mirror averaged student against teacher"] = judge_pairs(prepared, averaged, taught)
        results["teacher, projected"] = judge_pairs(prepared, taught, taught)
        results["mean cosine to the teacher"] = float((plain * taught).sum(1).mean())
    return results


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--every-view", action="store_true", help="also mirror-averaged, and across to the teacher")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="write PATH.json and the ROC as PATH.png")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)

    from faces.checkpoint import load_network
    from faces.curves import draw_roc

    model, projection = load_network(args.checkpoint)
    results = evaluate(model, load_prepared(args.cache), projection, args.every_view)
    if args.out:
        args.out.with_suffix(".json").write_text(json.dumps(results))
        draw_roc(results, args.out.with_suffix(".png"))
    shown = {k: {n: x for n, x in v.items() if n != "curve"} if isinstance(v, dict) else v for k, v in results.items()}
    print(json.dumps(shown, indent=2))


if __name__ == "__main__":
    main()
