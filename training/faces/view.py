"""What a network sees of a face and answers, the same for all that are trained here."""
import torch

INPUT_SIZE = 96
EMBEDDING_SIZE = 128


def normalise_pixels(crops: torch.Tensor) -> torch.Tensor:
    """Pixels 0..255 to the networks' input range."""
    return (crops.float() - 127.5) / 128
