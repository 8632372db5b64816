"""Exports a run's averaged network to ONNX, with what its users need beside it.

    /usr/bin/python3 training/facenet/export.py training/runs/facenet/checkpoint.pt --out training/runs/facenet/export [--full] [--golden]

Writes `facenet.onnx` (input `face`: faces x 3 x 96 x 96, RGB, (v - 127.5) / 128; output `embedding`: faces x 128, unit
length; weights stored as fp16) and `projection.f32` (512 x 128, little-endian, row-major); with
`--golden` also real test crops and their vectors, for `node training/compare.mjs`. Those are photos: never commit them.
"""
import argparse
import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from facenet.checkpoint import load_network
from facenet.data import central_views
from facenet.evaluate import DEFAULT_CACHE
from facenet.model import INPUT_SIZE, FaceNet
from facenet.teacher import load_prepared, save_projection

OPSET = 16


def export_onnx(model: FaceNet, path: Path) -> None:
    """Writes the network with batch norms folded into the convolutions and a free number of faces."""
    torch.onnx.export(
        model.float().eval(),
        torch.zeros(2, 3, INPUT_SIZE, INPUT_SIZE),
        str(path),
        input_names=["face"],
        output_names=["embedding"],
        dynamic_axes={"face": {0: "faces"}, "embedding": {0: "faces"}},
        opset_version=OPSET,
    )


def halve_weights(path: Path) -> None:
    """Stores the weights of an ONNX file as fp16, each cast back to fp32 when it is loaded: half the size."""
    model = onnx.load(str(path))
    casts = []
    for tensor in model.graph.initializer:
        if tensor.data_type != onnx.TensorProto.FLOAT:
            continue
        values, name = numpy_helper.to_array(tensor), tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.fp16"))
        casts.append(helper.make_node("Cast", [tensor.name], [name], f"{name}.cast", to=onnx.TensorProto.FLOAT))
    nodes = casts + list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(path))


@torch.no_grad()
def write_golden(model: FaceNet, cache: Path, folder: Path, faces: int = 16) -> None:
    """Test crops in the network's input range and their vectors, as little-endian float32."""
    prepared = load_prepared(cache)
    crops = central_views(prepared.crops[prepared.test[:faces]])
    crops.numpy().astype("<f4").tofile(folder / "golden.crops.f32")
    model(crops).numpy().astype("<f4").tofile(folder / "golden.vectors.f32")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    parser.add_argument("--full", action="store_true", help="keep fp32 weights (15 MB) instead of fp16 (7.5 MB)")
    parser.add_argument("--golden", action="store_true", help="also write real crops and their vectors")
    parser.add_argument("--cache", type=Path, default=DEFAULT_CACHE)
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    model, projection = load_network(args.checkpoint)
    export_onnx(model, args.out / "facenet.onnx")
    if not args.full:
        halve_weights(args.out / "facenet.onnx")
    save_projection(projection, args.out)
    if args.golden:
        write_golden(model, args.cache, args.out)
    print(f"{args.out / 'facenet.onnx'}: {(args.out / 'facenet.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
