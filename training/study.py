"""The augmentation study: the same short run with every augmentation, with none, and without each one in turn.

    nice -n 19 /usr/bin/python3 training/study.py [--faces 4000] [--epochs 10]

Every run sees the same faces the same number of times from the same start. Writes `training/study/augmentation.json`, `.md`
(the table) and `.png` after each run; runs whose figures are there for as many faces and epochs are not done again, and one
that was broken off goes on from its checkpoint in `training/runs/study/`.
"""
from faces.process import restart_tuned

if __name__ == "__main__":
    restart_tuned()

import argparse  # noqa: E402
import dataclasses  # noqa: E402
import json  # noqa: E402
from pathlib import Path  # noqa: E402

import matplotlib  # noqa: E402
import numpy as np  # noqa: E402
import torch  # noqa: E402

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402

from faces.curves import save  # noqa: E402
from faces.evaluate import DEFAULT_CACHE  # noqa: E402
from faces.teacher import Prepared, load_prepared  # noqa: E402
from faces.train import train  # noqa: E402

HERE = Path(__file__).resolve().parent


def variants(augmentation: dict) -> dict:
    """Settings by name: "all", "none" and "without X" for each augmentation X that is on."""
    named = {"all": augmentation, "none": {}}
    for name in (name for name, strength in augmentation.items() if strength > 0):
        named[f"without {name}"] = augmentation | {name: 0}
    return named


def spread(prepared: Prepared, faces: int) -> Prepared:
    """The same faces for every run, evenly spread over the training set."""
    places = np.linspace(0, len(prepared.train) - 1, min(faces, len(prepared.train))).astype(int)
    return dataclasses.replace(prepared, train=prepared.train[places])


def run_variant(name: str, augmentation: dict, config: dict, prepared: Prepared) -> dict:
    folder = HERE / "runs/study" / name.replace(" ", "-")
    train(config | {"augmentation": augmentation}, prepared, folder)
    measured = json.loads((folder / "results.json").read_text())
    return {
        "variant": name,
        "accuracy": measured["student, mirror averaged"]["accuracy"],
        "auc": measured["student, mirror averaged"]["auc"],
        "cosine": measured["mean cosine to the teacher"],
    }


def rows_of(path: Path, budget: dict) -> dict:
    """Rows by variant of an earlier study of the same budget; none of another."""
    study = json.loads(path.read_text()) if path.exists() else {}
    same = {name: study.get(name) for name in budget} == budget
    return {row["variant"]: row for row in study["rows"]} if same else {}


def table(rows: list) -> str:
    """Markdown; the differences are to "all", in points."""
    best = next(row for row in rows if row["variant"] == "all")
    lines = ["| augmentation | accuracy | against all | area under ROC | cosine to the teacher |", "|---|---|---|---|---|"]
    for row in rows:
        difference = 100 * (row["accuracy"] - best["accuracy"])
        lines.append(
            f"| {row['variant']} | {100 * row['accuracy']:.2f} % | {difference:+.2f} | {row['auc']:.4f} | {row['cosine']:.4f} |"
        )
    return "\n".join(lines) + "\n"


def draw(rows: list, path: Path) -> None:
    ordered = sorted(rows, key=lambda row: row["cosine"])
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 0.32 * len(rows) + 1.2), sharey=True)
    names = [row["variant"] for row in ordered]
    left.barh(names, [100 * row["accuracy"] for row in ordered])
    left.set(xlabel="accuracy, %", xlim=(100 * min(row["accuracy"] for row in rows) - 1, None))
    right.barh(names, [row["cosine"] for row in ordered], color="tab:orange")
    right.set(xlabel="mean cosine to the teacher, unseen people", xlim=(min(row["cosine"] for row in rows) - 0.02, None))
    save(figure, path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, default=HERE / "configs/facenet.json")
    parser.add_argument("--faces", type=int, default=4000)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    args = parser.parse_args()
    torch.set_num_threads(1)
    config = json.loads(args.config.read_text()) | {"minutes": None, "epochs": args.epochs, "testMinutes": 1e9}
    prepared = spread(load_prepared(args.cache), args.faces)

    out = HERE / "study"
    out.mkdir(exist_ok=True)
    budget = {"faces": args.faces, "epochs": args.epochs}
    known = rows_of(out / "augmentation.json", budget)
    for name, augmentation in variants(config["augmentation"]).items():
        known[name] = known.get(name) or run_variant(name, augmentation, config, prepared)
        rows = list(known.values())
        (out / "augmentation.json").write_text(json.dumps(budget | {"rows": rows}, indent=1) + "\n")
        (out / "augmentation.md").write_text(table(rows))
        draw(rows, out / "augmentation.png")
    print(table(list(known.values())))


if __name__ == "__main__":
    main()
