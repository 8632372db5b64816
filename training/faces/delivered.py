"""A delivered ONNX network as one that can be trained on: what to start from when its checkpoint is gone.

In the file each batch norm is folded into its convolution. Here the folded values go into the convolution and the norm
is set to the statistics that it then sees on real faces, so that the network computes the same and learns as before.
"""
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from networks.facenet import ConvBlock, FaceNet

from .data import central_views
from .view import EMBEDDING_SIZE

SOURCE_SIZE = 512  # the teacher's numbers
STATISTICS_BATCH = 64


def load_delivered(path: Path, crops: np.ndarray) -> tuple[FaceNet, np.ndarray]:
    """FaceNet of `path`, in evaluation mode, and the projection that lies beside it.

    `crops`, stored training faces, give the norms' statistics. ValueError if the file holds another network.
    """
    network = FaceNet().eval()
    projection = np.fromfile(path.with_suffix(".projection.f32"), "<f4").reshape(SOURCE_SIZE, EMBEDDING_SIZE)
    blocks = [module for module in network.modules() if isinstance(module, ConvBlock)]
    layers = _weighted_layers(path)
    convolutions, dense = layers[:-1], layers[-1]
    if [tuple(weight.shape) for weight, _ in convolutions] != [tuple(block[0].weight.shape) for block in blocks]:
        raise ValueError(f"{path} is not a FaceNet of this shape")
    with torch.no_grad():
        for block, (weight, bias) in zip(blocks, convolutions):
            block[0].weight.copy_(weight)
            block[0].bias.copy_(bias)
            _pass_through(block[1])
        network.dense.weight.copy_(dense[0].reshape(network.dense.weight.shape))
        network.dense.bias.copy_(dense[1])
        _set_statistics(network, blocks, crops)
    return network, projection


def _weighted_layers(path: Path) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weight and bias of each convolution and matrix product, in the order they are computed."""
    graph = onnx.load(str(path)).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for node in graph.node:
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values[node.input[0]]
    layers = [node for node in graph.node if node.op_type in ("Conv", "Gemm")]
    return [tuple(torch.from_numpy(values[name].astype(np.float32)) for name in node.input[1:3]) for node in layers]


def _pass_through(norm: nn.BatchNorm2d) -> None:
    norm.weight.fill_(1)
    norm.bias.zero_()
    norm.running_mean.zero_()
    norm.running_var.fill_(1 - norm.eps)


def _set_statistics(network: FaceNet, blocks: list[ConvBlock], crops: np.ndarray) -> None:
    """Gives each norm the mean and variance of its input, and the scale and shift that undo them."""
    sums: dict[ConvBlock, list] = {block: [] for block in blocks}
    hooks = [
        block[0].register_forward_hook(
            lambda _module, _inputs, output, block=block: sums[block].append(
                torch.stack([output.mean((0, 2, 3)), (output**2).mean((0, 2, 3))])
            )
        )
        for block in blocks
    ]
    whole = len(crops) - len(crops) % STATISTICS_BATCH or len(crops)
    for start in range(0, whole, STATISTICS_BATCH):
        network(central_views(crops[start : start + STATISTICS_BATCH]))
    for hook in hooks:
        hook.remove()
    for block in blocks:
        mean, square = torch.stack(sums[block]).mean(0)
        norm = block[1]
        norm.running_mean.copy_(mean)
        norm.running_var.copy_((square - mean**2).clamp(min=0))
        norm.weight.copy_((norm.running_var + norm.eps).sqrt())
        norm.bias.copy_(mean)
