"""What the networks are trained on: the teacher's vectors, their relations, and identities."""
import torch
from torch.nn import functional as F


def pointwise(embeddings: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean of 1 - cosine between each vector and the teacher's."""
    return (1 - (embeddings * targets).sum(1)).mean()


def relational(embeddings: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
    """Mean squared difference of the batch's cosine matrices (after Park et al., 2019)."""
    return (embeddings @ embeddings.T - targets @ targets.T).square().mean()


def semi_hard_triplet(embeddings: torch.Tensor, people: torch.Tensor, margin: float) -> torch.Tensor:
    """Mean of max(d(A,P) - d(A,N) + margin, 0), d squared Euclidean, over the batch's pairs of one person.

    The negative is the nearest one farther than the positive, else the farthest (Schroff et al., 2015). Faces of
    nobody known (-1) take no part. 0 when no person appears twice.
    """
    named = people >= 0
    embeddings, people = embeddings[named], people[named]
    distances = 2 - 2 * embeddings @ embeddings.T
    same = people[:, None] == people[None, :]
    anchors, positives = (same & ~torch.eye(len(people), dtype=torch.bool)).nonzero(as_tuple=True)
    if len(anchors) == 0 or same.all():
        return embeddings.sum() * 0
    to_positive = distances[anchors, positives]
    negatives = distances[anchors].masked_fill(same[anchors], float("inf"))
    farther = negatives.masked_fill(negatives <= to_positive[:, None], float("inf")).amin(1)
    farthest = distances[anchors].masked_fill(same[anchors], float("-inf")).amax(1)
    to_negative = torch.where(torch.isinf(farther), farthest, farther)
    return F.relu(to_positive - to_negative + margin).mean()


def contrastive(distances: torch.Tensor, same: torch.Tensor, margin: float = 1.0) -> torch.Tensor:
    """Mean of same * d^2 + (1 - same) * max(margin - d, 0)^2, both kinds weighing alike (Hadsell et al., 2006)."""
    near = (same * distances.square()).sum() / same.sum().clamp_min(1e-6)
    far = ((1 - same) * F.relu(margin - distances).square()).sum() / (1 - same).sum().clamp_min(1e-6)
    return (near + far) / 2


# The teacher's own verification threshold in the projected space, and how sharply its answer turns there.
TEACHER_THRESHOLD = 0.3
TEACHER_SOFTNESS = 0.04


def soft_pairs(targets: torch.Tensor, people: torch.Tensor, left: torch.Tensor, right: torch.Tensor) -> torch.Tensor:
    """How far each pair is one person, 0..1: known for two named faces, the teacher's opinion for all others."""
    opinion = torch.sigmoid(((targets[left] * targets[right]).sum(1) - TEACHER_THRESHOLD) / TEACHER_SOFTNESS)
    named = (people[left] >= 0) & (people[right] >= 0)
    return torch.where(named, (people[left] == people[right]).float(), opinion)


def distillation_loss(embeddings, targets, people, weights: dict):
    """The weighted sum and its parts by name; a part without a weight is not computed."""
    parts = {
        "pointwise": lambda: pointwise(embeddings, targets),
        "relational": lambda: relational(embeddings, targets),
        "triplet": lambda: semi_hard_triplet(embeddings, people, weights.get("margin", 0.2)),
    }
    values = {name: part() for name, part in parts.items() if weights.get(name, 0) > 0}
    loss = sum(weights[name] * value for name, value in values.items())
    return loss, {name: value.item() for name, value in values.items()}
