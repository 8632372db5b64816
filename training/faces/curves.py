"""Curves of a run as PNG."""
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt  # noqa: E402


def draw_history(history: dict, path: Path) -> None:
    """Losses over steps on the left, test accuracy over epochs on the right."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4))
    steps = history["steps"]
    for name in sorted(steps[0]["losses"]) if steps else []:
        left.plot([s["step"] for s in steps], [s["losses"][name] for s in steps], label=name)
    left.set(xlabel="step", ylabel="loss", title="Training")
    if steps:
        left.set_yscale("log")
        left.legend()
    tests = history["tests"]
    right.plot([t["epoch"] for t in tests], [100 * t["accuracy"] for t in tests], marker=".")
    right.set(xlabel="epoch", ylabel="accuracy, %", title="LFW folds 7 and 8")
    right.grid(alpha=0.3)
    save(figure, path)


def draw_roc(results: dict, path: Path) -> None:
    """One ROC a compared pair of networks, false positives on a logarithmic axis."""
    figure, axis = plt.subplots(figsize=(6, 5))
    for name, result in results.items():
        if isinstance(result, dict):
            axis.plot(*result["curve"], label=f"{name}: {100 * result['accuracy']:.2f} %")
    axis.set(xlabel="false positives", ylabel="true positives", xscale="log", xlim=(1e-3, 1), ylim=(0.8, 1.005))
    axis.legend(loc="lower right", fontsize=8)
    axis.grid(alpha=0.3)
    save(figure, path)


def save(figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, dpi=110)
    plt.close(figure)
