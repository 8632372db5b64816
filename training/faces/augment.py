"""Augmentations of a batch of stored 112x112 crops into 96x96 views, each with its own switch.

Every function takes and returns (N, 3, H, W) float pixels 0..255 and draws from the generator it is given.
"""
import io
import math

import numpy as np
import torch
from PIL import Image
from torch.nn import functional as F

from .view import INPUT_SIZE

# Name, in the order applied: the settings are strengths, described where they are used.
DEFAULTS = {
    "flip": 0.5,  # probability
    "crop": 6,  # pixels, whole
    "rotation": 8.0,  # degrees
    "scale": 0.08,  # of the size
    "translation": 2.0,  # pixels, fractional
    "colour": 0.25,  # of brightness, contrast and saturation
    "grey": 0.1,  # probability
    "blur": 0.15,  # probability
    "jpeg": 0.1,  # probability
    "occlusion": 0.25,  # probability
}


def chosen(n: int, probability: float, generator: torch.Generator) -> torch.Tensor:
    return (torch.rand(n, generator=generator) < probability).nonzero().flatten()


def spread(n: int, strength: float, generator: torch.Generator) -> torch.Tensor:
    """Uniform in -strength..strength."""
    return (torch.rand(n, generator=generator) * 2 - 1) * strength


def view(images: torch.Tensor, settings: dict, generator: torch.Generator) -> torch.Tensor:
    """Flip, crop, rotation, scale and translation in one bilinear sampling; without any, the central 96x96."""
    n, stored = len(images), images.shape[-1]
    angle = spread(n, math.radians(settings.get("rotation", 0)), generator)
    scale = 1 + spread(n, settings.get("scale", 0), generator)
    shift = torch.stack([spread(n, settings.get("translation", 0), generator) for _ in range(2)], 1)
    shift += torch.stack([spread(n, settings.get("crop", 0), generator).round() for _ in range(2)], 1)
    mirror = torch.ones(n)
    mirror[chosen(n, settings.get("flip", 0), generator)] = -1
    zoom = INPUT_SIZE / stored / scale
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    shift = shift * 2 / stored
    rows = [torch.stack([cos * mirror, -sin, shift[:, 0]], 1), torch.stack([sin * mirror, cos, shift[:, 1]], 1)]
    grid = F.affine_grid(torch.stack(rows, 1), [n, 3, INPUT_SIZE, INPUT_SIZE], align_corners=False)
    return F.grid_sample(images, grid, padding_mode="border", align_corners=False)


def colour(images: torch.Tensor, strength: float, generator: torch.Generator) -> torch.Tensor:
    """Contrast about the mean, saturation about the grey, then brightness."""
    n = len(images)
    contrast, saturation, brightness = (1 + spread(n, strength, generator).view(n, 1, 1, 1) for _ in range(3))
    images = (images - images.mean((1, 2, 3), keepdim=True)) * contrast + images.mean((1, 2, 3), keepdim=True)
    grey = images.mean(1, keepdim=True)
    return ((images - grey) * saturation + grey) * brightness


def grey(images: torch.Tensor, probability: float, generator: torch.Generator) -> torch.Tensor:
    at = chosen(len(images), probability, generator)
    weights = torch.tensor([0.299, 0.587, 0.114]).view(1, 3, 1, 1)
    images[at] = (images[at] * weights).sum(1, keepdim=True).expand(-1, 3, -1, -1)
    return images


def blur(images: torch.Tensor, probability: float, generator: torch.Generator) -> torch.Tensor:
    """A small face enlarged: shrink by up to 2.5 times and back."""
    at = chosen(len(images), probability, generator)
    if len(at):
        size = int(INPUT_SIZE / (1.2 + 1.3 * torch.rand(1, generator=generator).item()))
        small = F.interpolate(images[at], size=size, mode="area")
        images[at] = F.interpolate(small, size=INPUT_SIZE, mode="bilinear", align_corners=False)
    return images


def jpeg(images: torch.Tensor, probability: float, generator: torch.Generator) -> torch.Tensor:
    """JPEG at quality 25 to 85."""
    for i in chosen(len(images), probability, generator).tolist():
        quality = int(torch.randint(25, 86, (1,), generator=generator))
        pixels = images[i].clamp(0, 255).byte().permute(1, 2, 0).numpy()
        file = io.BytesIO()
        Image.fromarray(np.ascontiguousarray(pixels)).save(file, "JPEG", quality=quality)
        images[i] = torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1).float()
    return images


def occlusion(images: torch.Tensor, probability: float, generator: torch.Generator) -> torch.Tensor:
    """A rectangle of one colour, 12 to 48 pixels a side: a hand, a mask, a microphone."""
    for i in chosen(len(images), probability, generator).tolist():
        height, width = torch.randint(12, 49, (2,), generator=generator).tolist()
        top = int(torch.randint(0, INPUT_SIZE - height, (1,), generator=generator))
        left = int(torch.randint(0, INPUT_SIZE - width, (1,), generator=generator))
        images[i, :, top : top + height, left : left + width] = torch.rand(3, 1, 1, generator=generator) * 255
    return images


def augment(images: torch.Tensor, settings: dict, generator: torch.Generator) -> torch.Tensor:
    """All augmentations that `settings` switches on (a strength above 0), as pixels 0..255."""
    images = view(images, settings, generator)
    for name, apply in (("colour", colour), ("grey", grey), ("blur", blur), ("jpeg", jpeg), ("occlusion", occlusion)):
        if settings.get(name, 0) > 0:
            images = apply(images, settings[name], generator)
    return images.clamp(0, 255)
