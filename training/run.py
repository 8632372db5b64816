"""One training run in one command; run again with the same name, it goes on where it stopped.

    nice -n 19 /usr/bin/python3 training/run.py --config training/configs/facenet.json [--minutes 95] [--name facenet]
"""
from faces.process import restart_tuned

if __name__ == "__main__":
    restart_tuned()

import argparse  # noqa: E402
import json  # noqa: E402
from pathlib import Path  # noqa: E402

import torch  # noqa: E402

from faces.teacher import load_prepared  # noqa: E402
from faces.train import train  # noqa: E402

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--name", help="the run's folder in training/runs (default: the configuration's name)")
    parser.add_argument("--minutes", type=float, help="wall-clock budget; the learning rate follows it")
    parser.add_argument("--epochs", type=int, help="a budget of epochs instead of minutes")
    parser.add_argument("--threads", type=int, help="threads that share each batch")
    parser.add_argument("--start", type=Path, help="another run's checkpoint, or a delivered network: begin with its weights and projection")
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/visage-training")
    args = parser.parse_args()

    config = json.loads(args.config.read_text())
    if args.epochs:
        config |= {"epochs": args.epochs, "minutes": None}
    if args.minutes:
        config["minutes"] = args.minutes
    if args.threads:
        config["threads"] = args.threads
    torch.set_num_threads(1)
    folder = HERE / "runs" / (args.name or args.config.stem)
    results = train(config, load_prepared(args.cache), folder, start=args.start)
    for name, result in results.items():
        print(f"{name}: {100 * result['accuracy']:.2f} %" if isinstance(result, dict) else f"{name}: {result:.4f}")


if __name__ == "__main__":
    main()
