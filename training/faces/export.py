"""Exports a run's averaged network to ONNX, with what its users need beside it.

    /usr/bin/python3 training/faces/export.py training/runs/facenet/checkpoint.pt --out training/runs/facenet/export [--full] [--golden]

Writes `<network>.onnx` (input `face`: faces x 3 x 96 x 96, RGB, (v - 127.5) / 128; output `embedding`: faces x 128, unit
length; SNN also `features`: faces x 4096, whose L1 distance, taken from the pair bias, is the logit of "one person") and
`projection.f32` (512 x 128, little-endian, row-major) and `network.json` (its name and pair bias). Weights are stored as fp16, those of very large matrices as int8
with a scale a row. With `--golden` also real test crops and their vectors, for `node training/compare.mjs`. Those are
photos: never commit them.
"""
import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import nn

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from faces.checkpoint import load_network
from faces.data import central_views
from faces.evaluate import DEFAULT_CACHE
from faces.view import INPUT_SIZE
from faces.teacher import load_prepared, save_projection

OPSET = 16
INT8_FROM = 1 << 22  # the 4096 x 4096 matrix of SNN


class Exported(nn.Module):
    """The network with each of its outputs apart."""

    def __init__(self, network: nn.Module):
        super().__init__()
        self.network = network

    def forward(self, face: torch.Tensor):
        outputs = self.network(face)
        if hasattr(self.network, "pair_features"):
            return self.network.embeddings(outputs), self.network.pair_features(outputs)
        return self.network.embeddings(outputs)


def export_onnx(network: nn.Module, path: Path) -> None:
    """Writes the network with batch norms folded into the convolutions and a free number of faces."""
    names = ["embedding"] + (["features"] if hasattr(network, "pair_features") else [])
    torch.onnx.export(
        Exported(network.float().eval()),
        torch.zeros(2, 3, INPUT_SIZE, INPUT_SIZE),
        str(path),
        input_names=["face"],
        output_names=names,
        dynamic_axes={name: {0: "faces"} for name in ["face", *names]},
        opset_version=OPSET,
    )


def compress_weights(path: Path) -> None:
    """Stores weights as fp16, matrices of `INT8_FROM` values and more as int8 with a scale a row.

    Each is brought back to fp32 when the file is loaded, so that only the size changes.
    """
    model = onnx.load(str(path))
    restoring, added = [], []
    for tensor in model.graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            continue
        values, name = numpy_helper.to_array(tensor), tensor.name
        if values.ndim == 2 and values.size >= INT8_FROM:
            scales = np.maximum(np.abs(values).max(1), 1e-12) / 127
            rounded = np.clip(np.round(values / scales[:, None]), -127, 127).astype(np.int8)
            tensor.CopyFrom(numpy_helper.from_array(rounded, f"{name}.int8"))
            added.append(numpy_helper.from_array(scales.astype(np.float32), f"{name}.scale"))
            restoring.append(helper.make_node("DequantizeLinear", [tensor.name, f"{name}.scale"], [name], axis=0))
        else:
            tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.fp16"))
            restoring.append(helper.make_node("Cast", [tensor.name], [name], to=onnx.TensorProto.FLOAT))
    model.graph.initializer.extend(added)
    nodes = restoring + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


@torch.no_grad()
def write_golden(model: nn.Module, cache: Path, folder: Path, faces: int = 16) -> None:
    """Test crops in the network's input range and their vectors, as little-endian float32."""
    prepared = load_prepared(cache)
    crops = central_views(prepared.crops[prepared.test[:faces]])
    crops.numpy().astype("<f4").tofile(folder / "golden.crops.f32")
    model.embeddings(model(crops)).numpy().astype("<f4").tofile(folder / "golden.vectors.f32")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    parser.add_argument("--full", action="store_true", help="keep fp32 weights")
    parser.add_argument("--golden", action="store_true", help="also write real crops and their vectors")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    model, projection = load_network(args.checkpoint)
    path = args.out / f"{type(model).__name__.lower()}.onnx"
    export_onnx(model, path)
    if not args.full:
        compress_weights(path)
    save_projection(projection, args.out)
    if args.golden:
        write_golden(model, args.cache, args.out)
    facts = {"name": path.stem}
    if hasattr(model, "pair_features"):
        facts["pair"] = {"output": "features", "dimensions": len(model.pair_weights), "bias": model.pair_bias.item()}
    (args.out / "network.json").write_text(json.dumps(facts))
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
