"""FaceNet, NN4-small2 variant: a 96x96 RGB face to a 128-D unit vector.

Source: Schroff et al., FaceNet (2015), table 2, in the reduced NN4-small2 form of Amos et al., OpenFace (2016).
"""
import torch
from torch import nn
from torch.nn import functional as F

from faces.loss import distillation_loss
from faces.view import EMBEDDING_SIZE


class ConvBlock(nn.Sequential):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, padding: int = 0):
        super().__init__(
            nn.Conv2d(inputs, outputs, kernel, stride, padding),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )


class L2Pool(nn.Module):
    """3x3 pooling by the root of the mean square, same size out as in."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return (F.avg_pool2d(x * x, 3, 1, 1) + 1e-6).sqrt()


def same_pool(kind: str) -> nn.Module:
    """The 3x3, stride 1 pooling named by `kind` ('max', 'avg' or 'l2')."""
    pools = {"max": nn.MaxPool2d(3, 1, 1), "avg": nn.AvgPool2d(3, 1, 1), "l2": L2Pool()}
    return pools[kind]


class Inception(nn.Module):
    """Parallel 1x1, 3x3, 5x5 and pooling branches, concatenated in this order.

    `one` outputs of the 1x1 branch (0: none); `three` and `five` are (reduction, outputs) or None; `pool` is
    (kind, projection). At stride 2 the pooling branch is a bare 3x3/2 max-pool.
    """

    def __init__(self, inputs: int, one: int, three, five, pool, stride: int = 1):
        super().__init__()
        branches = [ConvBlock(inputs, one, 1)] if one else []
        for kernel, widths in ((3, three), (5, five)):
            if widths:
                reduction, outputs = widths
                branches.append(
                    nn.Sequential(
                        ConvBlock(inputs, reduction, 1),
                        ConvBlock(reduction, outputs, kernel, stride, kernel // 2),
                    )
                )
        if stride == 2:
            branches.append(nn.MaxPool2d(3, 2, 1))
        else:
            kind, projection = pool
            branches.append(nn.Sequential(same_pool(kind), ConvBlock(inputs, projection, 1)))
        self.branches = nn.ModuleList(branches)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return torch.cat([branch(x) for branch in self.branches], 1)


class FaceNet(nn.Module):
    """(N, 3, 96, 96) RGB, each value (v - 127.5) / 128, to (N, 128), unit length."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            ConvBlock(3, 64, 7, 2, 3),
            nn.MaxPool2d(3, 2, 1),
            ConvBlock(64, 64, 1),
            ConvBlock(64, 192, 3, 1, 1),
            nn.MaxPool2d(3, 2, 1),
            Inception(192, 64, (96, 128), (16, 32), ("max", 32)),  # 1a
            Inception(256, 64, (96, 128), (32, 64), ("l2", 64)),  # 1b
            Inception(320, 0, (128, 256), (32, 64), None, stride=2),  # 1c
            Inception(640, 256, (96, 192), (32, 64), ("avg", 128)),  # 2a
            Inception(640, 0, (160, 256), (64, 128), None, stride=2),  # 2b
            Inception(1024, 256, (96, 384), None, ("avg", 96)),  # 3a
            Inception(736, 256, (96, 384), None, ("max", 96)),  # 3b
            nn.AvgPool2d(3),
            nn.Flatten(),
        )
        self.dense = nn.Linear(736, EMBEDDING_SIZE)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.dense(self.features(x)).float(), dim=1)

    def embeddings(self, outputs: torch.Tensor) -> torch.Tensor:
        """The unit vectors among the outputs: all of them."""
        return outputs

    def loss(self, outputs: torch.Tensor, targets: torch.Tensor, people: torch.Tensor, weights: dict):
        """The weighted loss of a batch's outputs, and its parts by name."""
        return distillation_loss(outputs, targets, people, weights)

    def average(self, outputs: torch.Tensor, mirrored: torch.Tensor) -> torch.Tensor:
        """One answer for a face and its mirror image."""
        return F.normalize(outputs + mirrored, dim=1)

    def pair_scores(self, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        """Row by row, higher for the same person: the cosine."""
        return (left * right).sum(1)
