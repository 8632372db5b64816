"""Batches of augmented faces with their targets."""
from concurrent.futures import ThreadPoolExecutor
from typing import Iterator, NamedTuple

import numpy as np
import torch

from .augment import augment
from .view import INPUT_SIZE, normalise_pixels


class Batch(NamedTuple):
    images: torch.Tensor  # (N, 3, 96, 96), the network's input range
    targets: torch.Tensor  # (N, 128), unit length
    people: torch.Tensor  # (N,), the person's number, -1 for a nameless face


class FaceLoader:
    """Endless epochs over `indices`, each in its own seeded order, prepared one batch ahead in a thread.

    `images_each` > 1 gathers that many photos of a named person in a row where there are, for triplets.
    """

    def __init__(self, crops, targets, people, indices, *, batch, seed, augmentation, mixup=0.0, images_each=1):
        self.crops = crops
        self.targets = torch.as_tensor(targets)
        self.people = torch.as_tensor(people)
        self.indices = np.asarray(indices)
        self.batch = batch
        self.seed = seed
        self.augmentation = augmentation
        self.mixup = mixup
        self.images_each = images_each

    def __len__(self) -> int:
        return len(self.indices) // self.batch

    def epoch(self, number: int, start: int = 0) -> Iterator[Batch]:
        """The batches of one epoch from batch `start` on: the same for the same seed and number."""
        order = self._order(np.random.default_rng([self.seed, number]))
        with ThreadPoolExecutor(1) as ahead:
            coming = ahead.submit(self._make, order, number, start)
            for position in range(start, len(self)):
                batch = coming.result()
                if position + 1 < len(self):
                    coming = ahead.submit(self._make, order, number, position + 1)
                yield batch

    def _order(self, rng: np.random.Generator) -> np.ndarray:
        order = rng.permutation(self.indices)
        if self.images_each == 1:
            return order
        groups: dict = {}
        for index in order:
            person = int(self.people[index])
            groups.setdefault(("photo", index) if person < 0 else ("person", person), []).append(index)
        n = self.images_each
        runs = [group[i : i + n] for group in groups.values() for i in range(0, len(group), n)]
        return np.concatenate([runs[i] for i in rng.permutation(len(runs))])

    def _make(self, order: np.ndarray, number: int, position: int) -> Batch:
        generator = torch.Generator().manual_seed((self.seed * 10_000 + number) * 100_000 + position)
        chosen = order[position * self.batch : (position + 1) * self.batch]
        images = torch.from_numpy(self.crops[chosen]).permute(0, 3, 1, 2).float()
        images = normalise_pixels(augment(images, self.augmentation, generator))
        targets = self.targets[chosen]
        if self.mixup > 0 and torch.rand(1, generator=generator) < self.mixup:
            share = 0.5 + 0.5 * torch.rand(len(images), 1, generator=generator)
            images = images * share.view(-1, 1, 1, 1) + images.flip(0) * (1 - share).view(-1, 1, 1, 1)
            targets = torch.nn.functional.normalize(targets * share + targets.flip(0) * (1 - share), dim=1)
        return Batch(images, targets, self.people[chosen])


def central_views(crops: np.ndarray) -> torch.Tensor:
    """The un-augmented student views of stored crops: (N, 3, 96, 96), the network's input range."""
    margin = (crops.shape[1] - INPUT_SIZE) // 2
    centre = np.ascontiguousarray(crops[:, margin : margin + INPUT_SIZE, margin : margin + INPUT_SIZE])
    return normalise_pixels(torch.from_numpy(centre).permute(0, 3, 1, 2))


def number_people(faces: list) -> np.ndarray:
    """One number a named person, -1 for nameless faces."""
    names = {name: i for i, name in enumerate(sorted({face["person"] for face in faces if face["person"]}))}
    return np.array([names.get(face["person"], -1) for face in faces])
