"""Trains a network by distillation: one resumable run into one folder."""
import json
import statistics
from pathlib import Path

import numpy as np
import torch

from networks.registry import build

from .checkpoint import load_checkpoint, load_network, save_checkpoint
from .curves import draw_history
from .data import FaceLoader, number_people
from .delivered import load_delivered
from .ema import Ema
from .evaluate import evaluate
from .parallel import ParallelStep
from .schedule import Budget, one_cycle
from .teacher import Prepared, make_projection, project, save_projection
from .view import EMBEDDING_SIZE

LOG_EVERY = 50  # steps
STATISTICS_FACES = 2048  # that set the norms of a delivered network


class Run:
    """Everything that a run changes, so that a checkpoint can hold it."""

    def __init__(self, config: dict, prepared: Prepared, folder: Path, start: Path | None):
        torch.manual_seed(config["seed"])
        self.config = config
        self.prepared = prepared
        self.folder = folder
        self.network = build(config["network"])
        self.projection = make_projection(prepared.vectors[prepared.train], EMBEDDING_SIZE)
        if start:
            self.network, self.projection = starting_point(start, prepared)
        self.network.to(memory_format=torch.channels_last)
        self.ema = Ema(self.network, config["ema"])
        self.optimizer = torch.optim.AdamW(
            self.network.parameters(), lr=config["peakLearningRate"], weight_decay=config["weightDecay"]
        )
        self.epoch, self.position, self.step = 0, 0, 0
        self.seconds = 0.0
        self.recent: list[float] = []  # images a second of the steps since the last log line
        self.history: dict = {"steps": [], "tests": []}
        if self.checkpoint.exists():
            self._restore(load_checkpoint(self.checkpoint))

    @property
    def epochs_done(self) -> float:
        return self.epoch + self.position / (len(self.prepared.train) // self.config["batch"])

    @property
    def checkpoint(self) -> Path:
        return self.folder / "checkpoint.pt"

    def save(self) -> None:
        places = ("epoch", "position", "step", "seconds", "history", "config")
        state = {name: getattr(self, name) for name in places}
        state["network"] = self.network.state_dict()
        state["ema"] = self.ema.model.state_dict()
        state["emaUpdates"] = self.ema.updates
        state["optimizer"] = self.optimizer.state_dict()
        state["projection"] = torch.from_numpy(self.projection)
        save_checkpoint(self.checkpoint, state)
        (self.folder / "log.json").write_text(json.dumps(self.history, indent=1))
        draw_history(self.history, self.folder / "curves.png")

    def _restore(self, state: dict) -> None:
        for name in ("epoch", "position", "step", "seconds", "history"):
            setattr(self, name, state[name])
        self.network.load_state_dict(state["network"])
        self.ema.model.load_state_dict(state["ema"])
        self.ema.updates = state["emaUpdates"]
        self.optimizer.load_state_dict(state["optimizer"])
        self.projection = state["projection"].numpy()

    def test(self, every_view: bool) -> dict:
        results = evaluate(self.ema.model, self.prepared, self.projection, every_view)
        student = results["student"]
        entry = {"epoch": self.epochs_done, "minutes": self.seconds / 60}
        entry |= {"accuracy": student["accuracy"], "auc": student["auc"]}
        self.history["tests"].append(entry)
        print(f"test: epoch {entry['epoch']:.2f} accuracy {100 * entry['accuracy']:.2f} %", flush=True)
        return results


def train(
    config: dict, prepared: Prepared, folder: Path, max_steps: int | None = None, start: Path | None = None
) -> dict:
    """Runs, or goes on with, the run of `folder` to the end of its budget (or `max_steps`); returns the last test.

    A new run with `start`, another run's checkpoint or a delivered network, begins with its weights and keeps its
    projection.
    """
    folder.mkdir(parents=True, exist_ok=True)
    run = Run(config, prepared, folder, start)
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    (folder / "people.json").write_text(json.dumps(prepared.summary(), indent=2))
    save_projection(run.projection, folder)
    targets = project(prepared.vectors, run.projection)
    loader = FaceLoader(
        prepared.crops,
        targets,
        number_people(prepared.faces),
        prepared.train,
        batch=config["batch"],
        seed=config["seed"],
        augmentation=config["augmentation"],
        mixup=config["mixup"],
        images_each=config["imagesEach"],
    )
    budget = Budget(config["minutes"], config["epochs"] * len(loader), run.seconds)
    step = ParallelStep(run.network, config["threads"], config["bfloat16"])
    saved, tested = run.seconds, run.seconds
    while budget.fraction(run.step) < 1 and (max_steps is None or run.step < max_steps):
        for batch in loader.epoch(run.epoch, run.position):
            _take_step(run, step, batch, budget)
            if run.seconds - saved > 60 * config["checkpointMinutes"]:
                run.save()
                saved = run.seconds
            if run.seconds - tested > 60 * config["testMinutes"]:
                run.test(every_view=False)
                tested = budget.seconds()
            if budget.fraction(run.step) >= 1 or run.step == max_steps:
                break
        else:
            run.epoch, run.position = run.epoch + 1, 0
    results = run.test(every_view=True)
    run.save()
    (folder / "results.json").write_text(json.dumps(results))
    return results


def starting_point(start: Path, prepared: Prepared) -> tuple[torch.nn.Module, np.ndarray]:
    """Network and projection of a checkpoint (its averaged weights) or of a delivered ONNX file."""
    if start.suffix == ".onnx":
        return load_delivered(start, prepared.crops[prepared.train[:STATISTICS_FACES]])
    return load_network(start)


def _take_step(run: Run, step: ParallelStep, batch, budget: Budget) -> None:
    config = run.config
    rate = one_cycle(budget.fraction(run.step), config["peakLearningRate"])
    for group in run.optimizer.param_groups:
        group["lr"] = rate
    loss, parts = step.run(batch.images, lambda out: run.network.loss(out, batch.targets, batch.people, config["losses"]))
    if not np.isfinite(loss.item()):
        raise FloatingPointError(f"the loss is {loss.item()} at step {run.step}: lower peakLearningRate")
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), config["clip"])
    run.optimizer.step()
    run.ema.update(run.network)
    run.step += 1
    run.position += 1
    run.seconds, before = budget.seconds(), run.seconds
    run.recent.append(config["batch"] / (run.seconds - before))
    if run.step % LOG_EVERY == 0:
        _log(run, parts, rate)


def _log(run: Run, parts: dict, rate: float) -> None:
    speed = statistics.harmonic_mean(run.recent)
    run.recent.clear()
    run.history["steps"].append({"step": run.step, "minutes": run.seconds / 60, "rate": rate, "losses": parts})
    losses = " ".join(f"{name} {value:.4f}" for name, value in parts.items())
    at = f"{run.seconds / 60:6.1f} min epoch {run.epochs_done:.2f} step {run.step}"
    print(f"{at} {losses} {speed:.0f} images/s", flush=True)
