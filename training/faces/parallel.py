"""One optimisation step spread over threads, each with its own part of the batch.

A step of several replicas that meet twice (once for the embeddings, once for the gradients) keeps its speed on a busy
machine, where threads that meet after every operation wait for each other most of the time.
"""
import copy
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import nn


class ParallelStep:
    """Forward and backward of `model` over `parts` threads; parameters are shared, batch statistics are per part."""

    def __init__(self, model: nn.Module, parts: int, bfloat16: bool):
        self.model = model
        self.bfloat16 = bfloat16
        self.replicas = [model] + [shared_copy(model) for _ in range(parts - 1)]
        self.pool = ThreadPoolExecutor(parts)

    def run(self, images: torch.Tensor, loss_of) -> tuple[torch.Tensor, dict]:
        """Leaves the gradients of `loss_of(embeddings) -> (loss, parts of it)` of the whole batch in the model."""
        for replica in self.replicas:
            replica.train()
            for parameter in replica.parameters():
                parameter.grad = None
        chunks = images.chunk(len(self.replicas))
        outputs = list(self.pool.map(self._forward, self.replicas, chunks))
        joined = torch.cat([output.detach() for output in outputs]).requires_grad_()
        loss, parts = loss_of(joined)
        loss.backward()
        gradients = joined.grad.split([len(output) for output in outputs])
        list(self.pool.map(torch.Tensor.backward, outputs, gradients))
        for parameters in zip(*(replica.parameters() for replica in self.replicas)):
            for other in parameters[1:]:
                if other.grad is not None:
                    parameters[0].grad += other.grad
        return loss.detach(), parts

    def _forward(self, replica: nn.Module, images: torch.Tensor) -> torch.Tensor:
        with torch.autocast(images.device.type, dtype=torch.bfloat16, enabled=self.bfloat16):
            return replica(images.contiguous(memory_format=torch.channels_last))


def shared_copy(model: nn.Module) -> nn.Module:
    """A copy of the model whose parameters are the model's own storage, with gradients apart."""
    replica = copy.deepcopy(model)
    for mine, theirs in zip(replica.parameters(), model.parameters()):
        mine.data = theirs.data
    return replica
