"""Turns an exported network into one that computes in int8, with scales measured on training faces.

    /usr/bin/python3 training/faces/quantise.py observe NETWORK OBSERVED
    /usr/bin/python3 training/faces/quantise.py apply NETWORK RANGES QUANTISED

`observe` adds every tensor that is to be quantised to the outputs, so that a runtime can measure it; `apply` takes what
was measured, a JSON of tensor name to its largest value, and writes quantise/dequantise pairs (QDQ form): activations
unsigned 8 bit a tensor, weights signed a channel, biases int32. `node training/quantise.mjs` does all of it.

Source: Jacob et al., Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference (2018).
"""
import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

# Everything after the pooling of the last block is small and decides the direction of the vector: it stays fp32.
QUANTISED_OUTPUTS = ("Relu", "Concat", "MaxPool", "Sqrt")
# 7 bits: a product of an 8-bit activation and two of these weights cannot saturate the 16-bit sums of processors
# without VNNI, so that every machine gives the same vector.
WEIGHT_LIMIT = 63


def observed_tensors(graph) -> list:
    """Names of the activations that are quantised, none of them ever negative but the input."""
    return [graph.input[0].name] + [n.output[0] for n in graph.node if n.op_type in QUANTISED_OUTPUTS]


def observe(network: Path, observed: Path) -> None:
    model = onnx.load(str(network))
    known = {output.name for output in model.graph.output}
    for name in observed_tensors(model.graph):
        if name not in known and name != model.graph.input[0].name:
            model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    onnx.save(model, str(observed))


def scale_and_zero(largest: float, signed: bool) -> tuple[float, int]:
    """Of an unsigned 8-bit code: value = (code - zero) * scale."""
    return (2 * largest / 255, 128) if signed else (max(largest, 1e-6) / 255, 0)


class Quantiser:
    """Rewrites one graph; `nodes` and `tensors` gather what it is to consist of."""

    def __init__(self, model, ranges: dict):
        self.graph = model.graph
        self.values = {t.name: numpy_helper.to_array(t) for t in model.graph.initializer}
        self.scales = {
            name: scale_and_zero(ranges[name], name == model.graph.input[0].name) for name in observed_tensors(model.graph)
        }
        for node in self.graph.node:
            if node.op_type == "MaxPool":  # the largest code is the code of the largest: no other scale is needed
                self.scales[node.output[0]] = self.scales[node.input[0]]
        self.renamed: dict = {}
        self.nodes: list = []
        self.tensors: dict = {t.name: t for t in model.graph.initializer}

    def constant(self, name: str, value: np.ndarray) -> str:
        self.tensors[name] = numpy_helper.from_array(value, name)
        return name

    def through_eight_bits(self, name: str) -> None:
        """From here on the tensor is read as what is left of it after quantising."""
        scale, zero = self.scales[name]
        codes = [self.constant(f"{name}.scale", np.float32(scale)), self.constant(f"{name}.zero", np.uint8(zero))]
        self.nodes.append(helper.make_node("QuantizeLinear", [name, *codes], [f"{name}.u8"]))
        self.nodes.append(helper.make_node("DequantizeLinear", [f"{name}.u8", *codes], [f"{name}.q"]))
        self.renamed[name] = f"{name}.q"

    def convolution(self, node) -> None:
        """Weights a channel; the bias on the scale of the products, as integer kernels add it."""
        source, weight, bias = node.input
        values = self.values[weight]
        scales = np.maximum(np.abs(values).reshape(len(values), -1).max(1), 1e-8).astype(np.float32) / WEIGHT_LIMIT
        codes = np.clip(np.round(values / scales.reshape(-1, 1, 1, 1)), -WEIGHT_LIMIT, WEIGHT_LIMIT).astype(np.int8)
        self._dequantised(weight, codes, scales, np.int8)
        products = scales * np.float32(self.scales[source][0])
        self._dequantised(bias, np.round(self.values[bias] / products).astype(np.int32), products, np.int32)
        inputs = [self.renamed[source], f"{weight}.q", f"{bias}.q"]
        self.nodes.append(helper.make_node("Conv", inputs, node.output, node.name))
        self.nodes[-1].attribute.extend(node.attribute)

    def _dequantised(self, name: str, codes: np.ndarray, scales: np.ndarray, kind) -> None:
        inputs = [
            self.constant(f"{name}.codes", codes),
            self.constant(f"{name}.scale", scales),
            self.constant(f"{name}.zero", np.zeros(len(scales), kind)),
        ]
        self.nodes.append(helper.make_node("DequantizeLinear", inputs, [f"{name}.q"], axis=0))
        self.tensors.pop(name, None)

    def run(self) -> None:
        self.through_eight_bits(self.graph.input[0].name)
        for node in self.graph.node:
            if node.op_type == "Conv" and node.input[0] in self.scales:
                self.convolution(node)
            else:
                copied = onnx.NodeProto()
                copied.CopyFrom(node)
                copied.input[:] = [self.renamed.get(name, name) for name in node.input]
                self.nodes.append(copied)
            if node.output[0] in self.scales:
                self.through_eight_bits(node.output[0])
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(self.tensors.values())


def apply(network: Path, ranges: Path, quantised: Path) -> None:
    model = onnx.load(str(network))
    Quantiser(model, json.loads(ranges.read_text())).run()
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, str(quantised))


if __name__ == "__main__":
    {"observe": observe, "apply": apply}[sys.argv[1]](*map(Path, sys.argv[2:]))
