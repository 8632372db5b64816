"""The networks by the name that a configuration calls them."""
from torch import nn

from .facenet import FaceNet
from .snn import SNN

NETWORKS = {"facenet": FaceNet, "snn": SNN}


def build(name: str) -> nn.Module:
    """A new network; KeyError lists the known names."""
    if name not in NETWORKS:
        raise KeyError(f'no network "{name}"; there are {", ".join(NETWORKS)}')
    return NETWORKS[name]()
