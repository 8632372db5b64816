"""t-SNE of a few hundred vectors in the plane, exact, from a fixed start.

Source: van der Maaten and Hinton, Visualizing Data using t-SNE (2008).
"""
import numpy as np


def tsne(vectors: np.ndarray, perplexity: float = 12, steps: int = 600, seed: int = 3) -> np.ndarray:
    """(N, 2) for N unit vectors; squared distances are 2 - 2 cosine."""
    joint = joint_probabilities(np.maximum(2 - 2 * vectors @ vectors.T, 0), perplexity)
    places = np.random.default_rng(seed).normal(0, 1e-2, (len(vectors), 2))
    velocity = np.zeros_like(places)
    for step in range(steps):
        early = step < steps // 4
        spread = 1 / (1 + squared_distances(places))
        np.fill_diagonal(spread, 0)
        pull = (joint * (8 if early else 1) - spread / spread.sum()) * spread
        gradient = 4 * (pull.sum(1)[:, None] * places - pull @ places)
        velocity = (0.5 if early else 0.8) * velocity - 60 * gradient
        places = places + velocity
        places -= places.mean(0)
    return places


def squared_distances(points: np.ndarray) -> np.ndarray:
    squares = (points * points).sum(1)
    return np.maximum(squares[:, None] + squares[None, :] - 2 * points @ points.T, 0)


def joint_probabilities(distances: np.ndarray, perplexity: float) -> np.ndarray:
    """Symmetric, summing to 1; each row's Gaussian is as wide as gives the perplexity."""
    count = len(distances)
    rows = np.zeros((count, count))
    for i in range(count):
        others = np.delete(distances[i], i)
        low, high = 1e-3, 1e5
        for _ in range(60):  # bisection of the precision
            precision = np.sqrt(low * high)
            weights = np.exp(-precision * (others - others.min()))
            weights /= weights.sum()
            entropy = -(weights * np.log(np.maximum(weights, 1e-12))).sum()
            low, high = (precision, high) if entropy > np.log(perplexity) else (low, precision)
        rows[i] = np.insert(weights, i, 0)
    return np.maximum((rows + rows.T) / (2 * count), 1e-12)
