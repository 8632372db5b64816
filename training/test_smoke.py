"""Smoke test: two training steps on generated images, a checkpoint, going on from it, the export.

    /usr/bin/python3 training/test_smoke.py
"""
import importlib.util
import os
import sys
import tempfile
import unittest
from pathlib import Path

NEEDED = ("torch", "numpy", "onnx", "PIL", "matplotlib")
missing = [name for name in NEEDED if importlib.util.find_spec(name) is None]
if missing:
    print(f"skipped: no {missing[0]}")
    sys.exit(77)

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import json  # noqa: E402

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import torch  # noqa: E402

from faces.augment import DEFAULTS, augment  # noqa: E402
from faces.checkpoint import load_checkpoint, load_network  # noqa: E402
from faces.data import central_views  # noqa: E402
from faces.delivered import load_delivered  # noqa: E402
from faces.evaluate import judge  # noqa: E402
from faces.export import export_onnx, compress_weights  # noqa: E402
from faces.loss import contrastive, distillation_loss, semi_hard_triplet, soft_pairs  # noqa: E402
from faces.parallel import ParallelStep  # noqa: E402
from faces.quantise import apply as quantise  # noqa: E402
from faces.quantise import observed_tensors  # noqa: E402
from faces.schedule import one_cycle  # noqa: E402
from faces.teacher import Prepared, make_projection, project, save_projection  # noqa: E402
from faces.threshold import all_pairs, balanced_threshold  # noqa: E402
from faces.train import train  # noqa: E402
from faces.tsne import tsne  # noqa: E402
from networks.facenet import FaceNet  # noqa: E402
from networks.snn import SNN  # noqa: E402


def generated(faces: int = 24) -> Prepared:
    """Noise instead of faces: two photos a person, the last eight for testing."""
    rng = np.random.default_rng(1)
    vectors = rng.normal(size=(faces, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    described = [
        {"id": str(i), "source": "generated", "split": "test" if i >= faces - 8 else "train", "person": f"p{i // 2}"}
        for i in range(faces)
    ]
    first = faces - 8
    pairs = [{"fold": 7 + i // 4, "same": i % 2 == 0, "a": str(first + i), "b": str(first + (i ^ 1))} for i in range(8)]
    crops = rng.integers(0, 256, (faces, 112, 112, 3), dtype=np.uint8)
    return Prepared(described, pairs, crops, vectors, np.arange(first), np.arange(first, faces), 0)


def configuration(network: str = "facenet") -> dict:
    config = json.loads((HERE / f"configs/{network}.json").read_text())
    return config | {"minutes": None, "epochs": 1, "batch": 8, "checkpointMinutes": 0}


class Smoke(unittest.TestCase):
    def setUp(self):
        torch.set_num_threads(1)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_the_network_has_the_published_number_of_parameters(self):
        self.assertEqual(sum(p.numel() for p in FaceNet().parameters()), 3_733_968)

    def test_a_stopped_run_goes_on_and_ends_as_if_never_stopped(self):
        config = configuration()
        train(config, generated(), self.folder / "whole", max_steps=2)
        train(config, generated(), self.folder / "parts", max_steps=1)
        train(config, generated(), self.folder / "parts", max_steps=2)
        whole, parts = (load_checkpoint(self.folder / name / "checkpoint.pt") for name in ("whole", "parts"))
        self.assertEqual((whole["step"], parts["step"]), (2, 2))
        for name, value in whole["network"].items():
            torch.testing.assert_close(parts["network"][name], value, msg=name)
        for name in ("log.json", "curves.png", "people.json", "projection.f32", "results.json"):
            self.assertTrue((self.folder / "parts" / name).stat().st_size > 0, name)

    def test_a_run_from_an_earlier_one_starts_at_its_weights_in_its_space(self):
        train(configuration(), generated(), self.folder / "first", max_steps=1)
        first = self.folder / "first/checkpoint.pt"
        train(configuration(), generated(30), self.folder / "second", max_steps=0, start=first)
        before, after = load_checkpoint(first), load_checkpoint(self.folder / "second/checkpoint.pt")
        self.assertEqual(after["step"], 0)
        torch.testing.assert_close(after["projection"], before["projection"])
        torch.testing.assert_close(after["network"]["dense.weight"], before["ema"]["dense.weight"])

    def test_the_exported_network_is_sound_and_takes_any_batch(self):
        train(configuration(), generated(), self.folder / "run", max_steps=1)
        model, _ = load_network(self.folder / "run/checkpoint.pt")
        export_onnx(model, self.folder / "facenet.onnx")
        exported = onnx.load(str(self.folder / "facenet.onnx"))
        onnx.checker.check_model(exported, full_check=True)
        self.assertEqual(exported.graph.input[0].type.tensor_type.shape.dim[0].dim_param, "faces")
        whole = (self.folder / "facenet.onnx").stat().st_size
        compress_weights(self.folder / "facenet.onnx")
        self.assertLess((self.folder / "facenet.onnx").stat().st_size, 0.52 * whole)
        vectors = model(torch.zeros(3, 3, 96, 96))
        torch.testing.assert_close(vectors.norm(dim=1), torch.ones(3))

    def test_a_delivered_network_can_be_trained_on_from_where_it_stands(self):
        prepared = generated(40)
        train(configuration(), prepared, self.folder / "run", max_steps=2)
        model, projection = load_network(self.folder / "run/checkpoint.pt")
        export_onnx(model, self.folder / "facenet.onnx")
        compress_weights(self.folder / "facenet.onnx")
        save_projection(projection, self.folder)
        (self.folder / "projection.f32").rename(self.folder / "facenet.projection.f32")
        again, space = load_delivered(self.folder / "facenet.onnx", prepared.crops)
        faces = central_views(prepared.crops)
        model.eval()  # the exporter leaves it training
        np.testing.assert_array_equal(space, projection)
        torch.testing.assert_close(again(faces), model(faces), atol=2e-3, rtol=0)
        # the norms' statistics are those of these faces: training, which takes the batch's own, computes the same
        torch.testing.assert_close(again.train()(faces), model(faces), atol=5e-3, rtol=0)

    def test_the_siamese_network_learns_exports_small_and_scores_pairs_by_its_features(self):
        results = train(configuration("snn"), generated(), self.folder / "run", max_steps=2)
        self.assertEqual(results["student"]["pairs"], 8)
        history = json.loads((self.folder / "run/log.json").read_text())
        self.assertEqual(len(history["tests"]), 1)
        model, _ = load_network(self.folder / "run/checkpoint.pt")
        export_onnx(model, self.folder / "snn.onnx")
        compress_weights(self.folder / "snn.onnx")
        exported = onnx.load(str(self.folder / "snn.onnx"))
        self.assertEqual([output.name for output in exported.graph.output], ["embedding", "features"])
        self.assertLess((self.folder / "snn.onnx").stat().st_size, 25e6)
        out = model(torch.randn(2, 3, 96, 96))
        weighted = model.pair_features(out)
        expected = model.pair_bias - (weighted[0] - weighted[1]).abs().sum()
        torch.testing.assert_close(model.pair_scores(out[:1], out[1:])[0], expected)
        self.assertEqual(model.pair_scores(out, out).tolist(), [model.pair_bias.item()] * 2)

    def test_the_siamese_tower_has_the_published_layers(self):
        shapes = [tuple(w.shape) for name, w in SNN().named_parameters() if w.dim() > 1]
        convolutions = [(64, 1, 10, 10), (128, 64, 7, 7), (128, 128, 4, 4), (256, 128, 4, 4)]
        self.assertEqual(shapes, convolutions + [(4096, 4096), (128, 4096)])

    def test_contrastive_loss_pulls_one_person_together_and_pushes_others_to_the_margin(self):
        value = contrastive(torch.tensor([0.5, 0.5, 2.0]), torch.tensor([1.0, 0.0, 0.0]))
        self.assertAlmostEqual(value.item(), (0.25 + 0.25 / 2) / 2, places=6)

    def test_pairs_with_a_nameless_face_take_the_teachers_opinion(self):
        targets = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
        left, right = torch.tensor([0, 0, 1]), torch.tensor([1, 2, 2])
        same = soft_pairs(targets, torch.tensor([4, 4, -1]), left, right)
        self.assertEqual(same[0].item(), 1)
        self.assertGreater(same[1].item(), 0.99)
        self.assertLess(same[2].item(), 0.01)

    def test_gradients_shared_between_threads_are_those_of_one(self):
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(12, 4))
        images, targets = torch.randn(6, 3, 2, 2), torch.randn(6, 4)
        weights = {"pointwise": 1, "relational": 4}
        loss, _ = ParallelStep(model, 2, False).run(images, lambda out: distillation_loss(out, targets, None, weights))
        shared = model[1].weight.grad.clone()
        model.zero_grad()
        alone, _ = distillation_loss(model(images), targets, None, weights)
        alone.backward()
        torch.testing.assert_close(loss, alone.detach())
        torch.testing.assert_close(shared, model[1].weight.grad)

    def test_every_augmentation_changes_the_view_and_none_leaves_the_central_one(self):
        crops = torch.rand(4, 3, 112, 112) * 255
        still = augment(crops.clone(), {}, torch.Generator().manual_seed(1))
        torch.testing.assert_close(still, crops[:, :, 8:104, 8:104], atol=1e-2, rtol=0)
        for name, strength in DEFAULTS.items():
            setting = {name: 1.0 if strength < 1 and name not in ("scale", "colour") else strength}
            changed = augment(crops.clone(), setting, torch.Generator().manual_seed(1))
            self.assertEqual(changed.shape, (4, 3, 96, 96), name)
            self.assertGreater((changed - still).abs().max().item(), 1, name)

    def test_semi_hard_triplets_take_the_nearest_negative_beyond_the_positive(self):
        angles = torch.tensor([0.0, 0.5, 0.3, 0.8, 2.0])
        vectors = torch.stack([angles.cos(), angles.sin()], 1)
        people = torch.tensor([1, 1, 2, 3, 4])
        distance = lambda a, b: 2 - 2 * np.cos(a - b)  # noqa: E731
        from_first = max(distance(0, 0.5) - distance(0, 0.8) + 0.2, 0)
        from_second = max(distance(0.5, 0) - distance(0.5, 2.0) + 0.2, 0)
        expected = (from_first + from_second) / 2
        self.assertAlmostEqual(semi_hard_triplet(vectors, people, 0.2).item(), expected, places=5)

    def test_the_projection_keeps_cosines_of_vectors_within_its_span(self):
        rng = np.random.default_rng(3)
        vectors = (rng.normal(size=(300, 20)) @ rng.normal(size=(20, 512))).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        projection = make_projection(vectors, 128)
        np.testing.assert_allclose(projection.T @ projection, np.eye(128), atol=1e-5)
        projected = project(vectors, projection)
        np.testing.assert_allclose(projected @ projected.T, vectors @ vectors.T, atol=1e-4)

    def test_a_fold_is_judged_at_the_other_folds_threshold(self):
        scores = np.array([0.9, 0.1, 0.9, 0.6])
        same = np.array([True, False, True, False])
        result = judge(scores, same, np.array([7, 7, 8, 8]))
        self.assertEqual(result["folds"], {"7": 1.0, "8": 0.5})

    def test_the_delivered_threshold_has_the_fewest_errors_of_both_kinds(self):
        self.assertAlmostEqual(balanced_threshold(np.array([0.2, 0.5, 0.6, 0.7]), np.array([0.0, 0.1, 0.3, 0.4])), 0.5)
        vectors = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
        same, different = all_pairs(vectors, np.array(["a", "a", "b"]))
        np.testing.assert_allclose(same, [0.8])
        np.testing.assert_allclose(sorted(different), [0.0, 0.6], atol=1e-9)

    def test_the_map_of_people_keeps_neighbours_together(self):
        rng = np.random.default_rng(0)
        owners = np.repeat(np.arange(5), 20)
        vectors = rng.normal(size=(5, 16))[owners] + 0.4 * rng.normal(size=(100, 16))
        places = tsne(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), steps=300)
        distances = ((places[:, None] - places[None]) ** 2).sum(-1) + np.diag(np.full(100, 1e9))
        self.assertGreater((owners[distances.argmin(1)] == owners).mean(), 0.95)

    def test_the_eight_bit_network_reads_its_tensors_through_the_measured_scales(self):
        export_onnx(FaceNet(), self.folder / "facenet.onnx")
        model = onnx.load(str(self.folder / "facenet.onnx"))
        ranges = {name: 2.0 for name in observed_tensors(model.graph)}
        (self.folder / "ranges.json").write_text(json.dumps(ranges))
        quantise(self.folder / "facenet.onnx", self.folder / "ranges.json", self.folder / "int8.onnx")
        quantised = onnx.load(str(self.folder / "int8.onnx"))
        convolutions = [node for node in quantised.graph.node if node.op_type == "Conv"]
        self.assertEqual(len(convolutions), 37)
        # two branches are convolved after an average that stays exact
        self.assertGreaterEqual(sum(node.input[1].endswith(".q") for node in convolutions), 34)
        self.assertLess((self.folder / "int8.onnx").stat().st_size, 5e6)

    def test_the_learning_rate_rises_then_falls(self):
        self.assertAlmostEqual(one_cycle(0, 1), 1 / 25)
        self.assertAlmostEqual(one_cycle(0.1, 1), 1)
        self.assertAlmostEqual(one_cycle(1, 1), 1e-3)


if __name__ == "__main__":
    unittest.main()
