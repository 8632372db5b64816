"""Exports a run's averaged network to ONNX, with what its users need beside it.

    /usr/bin/python3 training/facenet/export.py training/runs/facenet/checkpoint.pt --out training/runs/facenet/export

Writes `facenet.onnx` (input `face`: faces x 3 x 96 x 96, RGB, (v - 127.5) / 128; output `embedding`: faces x 128, unit
length) and `projection.f32` (512 x 128, little-endian, row-major). `node training/compare.mjs` checks the export.
"""
import argparse
import sys
from pathlib import Path

import torch

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from facenet.checkpoint import load_network
from facenet.model import INPUT_SIZE, FaceNet
from facenet.teacher import save_projection

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="a folder")
    args = parser.parse_args()

    args.out.mkdir(parents=True, exist_ok=True)
    model, projection = load_network(args.checkpoint)
    export_onnx(model, args.out / "facenet.onnx")
    save_projection(projection, args.out)
    print(f"{args.out / 'facenet.onnx'}: {(args.out / 'facenet.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
