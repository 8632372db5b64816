"""Checkpoints: written whole or not at all, holding all that a run needs to go on."""
import os
from pathlib import Path

import numpy as np
import torch
from torch import nn

from networks.registry import build


def save_checkpoint(path: Path, state: dict) -> None:
    """Writes beside the file and renames, so that a crash leaves the earlier checkpoint."""
    partial = path.with_suffix(".partial")
    torch.save(state, partial)
    os.replace(partial, path)


def load_checkpoint(path: Path) -> dict:
    return torch.load(path, map_location="cpu")


def load_network(path: Path) -> tuple[nn.Module, np.ndarray]:
    """The averaged network of a checkpoint, in evaluation mode, and its run's 512 x 128 projection."""
    state = load_checkpoint(path)
    model = build(state["config"].get("network", "facenet")).eval()
    model.load_state_dict(state["ema"])
    return model, state["projection"].numpy()
