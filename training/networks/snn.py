"""SNN: two towers with shared weights and a learned comparison of what they see.

Source: Koch, Zemel, Salakhutdinov, Siamese Neural Networks for One-shot Image Recognition (2015), figure 4, with batch
norm and a 96x96 input: the dense layer has 16.8 million weights instead of the 38 million of 105x105.
"""
import torch
from torch import nn
from torch.nn import functional as F

from faces.loss import contrastive, distillation_loss, soft_pairs
from faces.view import EMBEDDING_SIZE

FEATURES = 4096
OTHER_PAIRS = 256
# Rec. 601 luma: identity is in the shape; one channel makes the widest convolution three times cheaper.
LUMA = (0.299, 0.587, 0.114)


def tower_block(inputs: int, outputs: int, kernel: int, pool: bool = True) -> list:
    """Convolution without padding, batch norm, ReLU and, but for the last, a 2x2 max-pool."""
    layers = [nn.Conv2d(inputs, outputs, kernel), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]
    return layers + [nn.MaxPool2d(2)] if pool else layers


class SNN(nn.Module):
    """(N, 3, 96, 96) RGB, each value (v - 127.5) / 128, to (N, 128 + 4096).

    The first 128 are a unit vector in the teacher's projected space, by a linear layer over the features; the others the
    tower's sigmoid features, 0..1. A pair's logit is the bias minus the weighted sum of the features' absolute
    differences. Weights are kept positive (softplus), so that a larger difference never speaks for the same person.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("luma", torch.tensor(LUMA).view(1, 3, 1, 1), persistent=False)
        self.tower = nn.Sequential(
            *tower_block(1, 64, 10),
            *tower_block(64, 128, 7),
            *tower_block(128, 128, 4),
            *tower_block(128, 256, 4, pool=False),
            nn.Flatten(),
        )
        self.dense = nn.Linear(256 * 4 * 4, FEATURES)
        self.embedding = nn.Linear(FEATURES, EMBEDDING_SIZE)
        self.pair_weights = nn.Parameter(torch.full((FEATURES,), -4.5))  # softplus: 0.011, logits of about +-5 at first
        self.pair_bias = nn.Parameter(torch.tensor(5.0))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        grey = (x * self.luma).sum(1, keepdim=True)
        features = torch.sigmoid(self.dense(self.tower(grey)).float())
        embedding = F.normalize(self.embedding(features - 0.5).float(), dim=1)
        return torch.cat([embedding, features.float()], 1)

    def embeddings(self, outputs: torch.Tensor) -> torch.Tensor:
        return outputs[:, :EMBEDDING_SIZE]

    def pair_features(self, outputs: torch.Tensor) -> torch.Tensor:
        """Features times their weights: a pair's logit is the bias minus the L1 distance of these."""
        return outputs[:, EMBEDDING_SIZE:] * F.softplus(self.pair_weights)

    def loss(self, outputs: torch.Tensor, targets: torch.Tensor, people: torch.Tensor, weights: dict):
        """Distillation of the embedding, contrastive loss of the features, cross entropy of the pair logits."""
        embeddings = self.embeddings(outputs)
        loss, parts = distillation_loss(embeddings, targets, people, weights)
        left, right, same = choose_pairs(targets, people)
        plain, weighted = outputs[:, EMBEDDING_SIZE:], self.pair_features(outputs)
        if weights.get("contrastive", 0) > 0:
            distances = 2 * (plain[left] - plain[right]).square().mean(1).add(1e-8).sqrt()
            value = contrastive(distances, same)
            loss, parts["contrastive"] = loss + weights["contrastive"] * value, value.item()
        if weights.get("pair", 0) > 0:
            logits = self.pair_bias - (weighted[left] - weighted[right]).abs().sum(1)
            value = balanced_cross_entropy(logits, same)
            loss, parts["pair"] = loss + weights["pair"] * value, value.item()
        return loss, parts

    def average(self, outputs: torch.Tensor, mirrored: torch.Tensor) -> torch.Tensor:
        mean = (outputs + mirrored) / 2
        return torch.cat([F.normalize(self.embeddings(mean), dim=1), mean[:, EMBEDDING_SIZE:]], 1)

    def pair_scores(self, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
        """Row by row, the logit that the two are one person."""
        return self.pair_bias - (self.pair_features(left) - self.pair_features(right)).abs().sum(1)


def choose_pairs(targets: torch.Tensor, people: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The batch's pairs that are one person (or so alike that the teacher says so), and as many others as `OTHER_PAIRS`.

    All pairs of 64 faces are 2,016, and their features 33 MB for each operation of the loss: most of a step's time.
    """
    left, right = torch.triu_indices(len(targets), len(targets), 1)
    same = soft_pairs(targets, people, left, right)
    others = torch.nonzero(same < 0.5).flatten()
    chosen = torch.cat([torch.nonzero(same >= 0.5).flatten(), others[torch.randperm(len(others))[:OTHER_PAIRS]]])
    return left[chosen], right[chosen], same[chosen]


def balanced_cross_entropy(logits: torch.Tensor, same: torch.Tensor) -> torch.Tensor:
    """Cross entropy against soft labels, same and different pairs weighing alike however few the same are."""
    losses = F.binary_cross_entropy_with_logits(logits, same, reduction="none")
    share = lambda weight: (losses * weight).sum() / weight.sum().clamp_min(1e-6)  # noqa: E731
    return (share(same) + share(1 - same)) / 2
