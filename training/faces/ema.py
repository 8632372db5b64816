"""Exponential moving average of a network's weights and batch statistics."""
import copy

import torch
from torch import nn


class Ema:
    """`model` is the average, in evaluation mode; `update` moves it towards the network being trained."""

    def __init__(self, network: nn.Module, decay: float):
        self.model = copy.deepcopy(network).eval()
        self.decay = decay
        self.updates = 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        self.updates += 1
        decay = min(self.decay, (1 + self.updates) / (10 + self.updates))
        current = network.state_dict()
        for name, value in self.model.state_dict().items():
            if value.dtype.is_floating_point:
                value.lerp_(current[name], 1 - decay)
            else:
                value.copy_(current[name])
