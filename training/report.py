"""The evaluation report: what trained networks do on people none of them has seen, as HTML with plots.

    /usr/bin/python3 training/report.py training/runs/facenet/checkpoint.pt [training/runs/snn/checkpoint.pt]

Writes `benchmarks/report/` (`--out`): `index.html`, `roc.png`, `distances.png`, `people.png` (t-SNE of twenty people) and
`report.json`. No photo is copied: the worst mistakes are named, and shown from `../shared/data` where that folder is.
"""
import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import argparse  # noqa: E402
import html  # noqa: E402
import json  # noqa: E402
from collections import Counter  # noqa: E402
from pathlib import Path  # noqa: E402

import matplotlib  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

from faces.checkpoint import load_network  # noqa: E402
from faces.curves import save  # noqa: E402
from faces.evaluate import DEFAULT_CACHE, cosines, embed, judge, roc  # noqa: E402
from faces.teacher import Prepared, load_prepared, project  # noqa: E402
from faces.tsne import tsne  # noqa: E402

REPOSITORY = Path(__file__).resolve().parents[1]
PEOPLE_SHOWN = 20
MISTAKES_SHOWN = 10


class Judged:
    """The test pairs as one network, or two that share a space, score them."""

    def __init__(self, name: str, scores: np.ndarray, same: np.ndarray, folds: np.ndarray):
        self.name, self.scores, self.same = name, scores, same
        self.result = judge(scores, same, folds)
        self.threshold = float(np.mean(list(self.result["thresholds"].values())))


def judge_all(prepared: Prepared, networks: dict) -> tuple[list, np.ndarray]:
    """Every network by itself and against the teacher, mirror averaged; and the first one's vectors."""
    row = {prepared.faces[i]["id"]: at for at, i in enumerate(prepared.test)}
    left, right = (np.array([row[pair[side]] for pair in prepared.pairs]) for side in ("a", "b"))
    same, folds = (np.array([pair[key] for pair in prepared.pairs]) for key in ("same", "fold"))
    judged, first = [], None
    for name, (model, projection) in networks.items():
        outputs = embed(model, prepared.crops[prepared.test], mirror=True)
        pair = [torch.from_numpy(outputs[side]) for side in (left, right)]
        with torch.no_grad():
            judged.append(Judged(name, model.pair_scores(*pair).numpy(), same, folds))
            vectors = model.embeddings(torch.from_numpy(outputs)).numpy()
        taught = project(prepared.vectors[prepared.test], projection)
        judged.append(Judged(f"{name} against teacher", cosines(vectors[left], taught[right]), same, folds))
        if first is None:
            first = vectors
            teacher = Judged("teacher, projected", cosines(taught[left], taught[right]), same, folds)
    return [*judged, teacher], first


def draw_roc(judged: list, path: Path) -> None:
    figure, axis = plt.subplots(figsize=(6.5, 5))
    for one in judged:
        axis.plot(*roc(one.scores, one.same), label=f"{one.name}: {100 * one.result['accuracy']:.2f} %")
    axis.set(xlabel="false accept rate (FAR)", ylabel="true accept rate (TAR)", xscale="log", xlim=(1e-3, 1), ylim=(0.8, 1.005))
    axis.legend(loc="lower right", fontsize=8)
    axis.grid(alpha=0.3)
    save(figure, path)


def draw_distances(judged: list, path: Path) -> None:
    """How same and different pairs lie apart, a panel a network; the line is the threshold."""
    figure, axes = plt.subplots(1, len(judged), figsize=(4.2 * len(judged), 3.4), squeeze=False)
    for axis, one in zip(axes[0], judged):
        bins = np.linspace(one.scores.min(), one.scores.max(), 50)
        axis.hist(one.scores[one.same], bins, alpha=0.6, label="one person")
        axis.hist(one.scores[~one.same], bins, alpha=0.6, label="two people")
        axis.axvline(one.threshold, color="black", linewidth=1)
        axis.set(title=one.name, xlabel="score, higher is more alike")
        axis.legend(fontsize=8)
    save(figure, path)


def draw_people(prepared: Prepared, vectors: np.ndarray, path: Path) -> list:
    """The test people with most photos, each in a colour; returns their names."""
    owners = [prepared.faces[i]["person"] for i in prepared.test]
    people = [name for name, _ in Counter(owners).most_common(PEOPLE_SHOWN)]
    rows = [at for at, name in enumerate(owners) if name in people]
    places = tsne(vectors[rows])
    figure, axis = plt.subplots(figsize=(8, 6.5))
    colours = plt.get_cmap("tab20")
    for number, name in enumerate(people):
        mine = np.array([places[at] for at, row in enumerate(rows) if owners[row] == name])
        axis.scatter(mine[:, 0], mine[:, 1], s=26, color=colours(number), label=name.replace("_", " "))
    axis.set(xticks=[], yticks=[], title=f"{len(rows)} photos of {len(people)} people never trained on (t-SNE)")
    axis.legend(fontsize=7, ncol=1, loc="center left", bbox_to_anchor=(1, 0.5))
    save(figure, path)
    return people


def worst_mistakes(prepared: Prepared, one: Judged) -> list:
    """The pairs judged wrongly that lie farthest on the wrong side of the threshold."""
    wrong_by = np.where(one.same, one.threshold - one.scores, one.scores - one.threshold)
    order = [i for i in np.argsort(-wrong_by)[:MISTAKES_SHOWN] if wrong_by[i] > 0]
    pairs = [prepared.pairs[i] for i in order]
    return [
        {"a": pair["a"], "b": pair["b"], "same": bool(pair["same"]), "score": float(one.scores[i])}
        for i, pair in zip(order, pairs)
    ]


STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 66rem; margin: 2rem auto; padding: 0 1rem; color-scheme: light dark }
table { border-collapse: collapse } th, td { padding: .3rem .9rem .3rem 0; text-align: left; border-bottom: 1px solid #8884 }
td + td, th + th { text-align: right } .people td { text-align: left } img { max-width: 100% } .face { height: 110px }
figure { margin: 2rem 0 } figcaption { color: #777 }
"""


def write_page(judged: list, people: list, mistakes: list, out: Path) -> None:
    rows = "".join(
        f"<tr><td>{html.escape(one.name)}<td>{100 * one.result['accuracy']:.2f} %<td>{one.result['auc']:.4f}"
        f"<td>{100 * one.result['true positives at 1 % false']:.1f} %<td>{one.threshold:.3f}"
        for one in judged
    )
    photos = os.path.relpath(REPOSITORY.parent / "shared/data/lfw/images", out)
    face = lambda id: (  # noqa: E731
        f'<td><img class="face" src="{html.escape(photos)}/{html.escape(id)}" alt="" onerror="this.remove()"> {html.escape(id)}'
    )
    wrong = "".join(
        f"<tr>{face(m['a'])}{face(m['b'])}<td>{'one person' if m['same'] else 'two people'}<td>{m['score']:.3f}" for m in mistakes
    )
    (out / "index.html").write_text(
        f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Evaluation of the networks</title><style>{STYLE}</style>
<h1>Evaluation of the networks</h1>
<p>{len(judged[0].same)} pairs of Labeled Faces in the Wild, folds 7 and 8. Nobody in them was trained on. Each fold is judged at the
threshold that is best on the other; faces are averaged with their mirror image.</p>
<table><tr><th>network<th>accuracy<th>area under ROC<th>TAR at FAR 1 %<th>threshold</tr>{rows}</table>
<figure><img src="roc.png" alt="ROC curves"><figcaption>True against false accepts.</figcaption></figure>
<figure><img src="distances.png" alt="Histograms of scores"><figcaption>Scores of pairs, and the threshold.</figcaption></figure>
<figure><img src="people.png" alt="t-SNE of {len(people)} people"><figcaption>Vectors of {html.escape(judged[0].name)}.</figcaption></figure>
<h2>Worst mistakes of {html.escape(judged[0].name)}</h2>
<p>Photos appear where the data set lies beside the repository.</p>
<table class="people"><tr><th>photo<th>photo<th>in truth<th>score</tr>{wrong}</table>
</html>
"""
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    parser.add_argument("--out", type=Path, default=REPOSITORY / "benchmarks/report")
    args = parser.parse_args()
    torch.set_num_threads(1)
    prepared = load_prepared(args.cache)
    loaded = [load_network(path) for path in args.checkpoints]
    networks = {type(model).__name__: (model, projection) for model, projection in loaded}

    args.out.mkdir(parents=True, exist_ok=True)
    judged, vectors = judge_all(prepared, networks)
    draw_roc(judged, args.out / "roc.png")
    draw_distances(judged, args.out / "distances.png")
    people = draw_people(prepared, vectors, args.out / "people.png")
    mistakes = worst_mistakes(prepared, judged[0])
    results = {one.name: one.result for one in judged}
    (args.out / "report.json").write_text(json.dumps({"results": results, "worst mistakes": mistakes}, indent=1))
    write_page(judged, people, mistakes, args.out)
    for one in judged:
        print(f"{one.name}: {100 * one.result['accuracy']:.2f} %")


if __name__ == "__main__":
    main()
