"""PyTorch's side of the benchmark of engines: eager mode, one thread.

Arguments: the workload's name, "contiguous" or "channels_last", the batch size and a folder with
the files features, labels and parameters (the last in DL4J's order), little-endian floats.

Answers each line on the standard input by one on the standard output:
  losses STEPS    the loss before each of the first steps
  train SECONDS   samples, wall-clock seconds and CPU seconds of training for that time
Both begin with the given parameters.
"""

import pathlib
import sys
import time

import torch
from torch import nn

LEARNING_RATE = 1e-3

# From a workload's name to the shape of its features and its layers.
NETWORKS = {
    "mlp": ((784,), [nn.Linear(784, 128), nn.ReLU(inplace=True), nn.Linear(128, 10)]),
    "table": (
        (28,),
        [
            nn.Linear(28, 256),
            nn.ReLU(inplace=True),
            nn.Linear(256, 256),
            nn.ReLU(inplace=True),
            nn.Linear(256, 1),
        ],
    ),
    "lenet": (
        (1, 28, 28),
        [
            nn.Conv2d(1, 20, 5),
            nn.MaxPool2d(2),
            nn.Conv2d(20, 50, 5),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(800, 500),
            nn.ReLU(inplace=True),
            nn.Linear(500, 10),
        ],
    ),
    "cifar": (
        (3, 32, 32),
        [
            nn.Conv2d(3, 6, 5),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Conv2d(6, 16, 5),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(400, 120),
            nn.ReLU(inplace=True),
            nn.Linear(120, 84),
            nn.ReLU(inplace=True),
            nn.Linear(84, 10),
        ],
    ),
}


def read(path):
    return torch.frombuffer(bytearray(path.read_bytes()), dtype=torch.float32)


class Contender:
    def __init__(self, workload, memory_format, batch_size, folder):
        shape, layers = NETWORKS[workload]
        self.model = nn.Sequential(*layers).to(memory_format=memory_format)
        self.initial = read(folder / "parameters")
        features = read(folder / "features").view(-1, *shape)
        labels = read(folder / "labels").view(len(features), -1)
        if labels.shape[1] == 1:
            self.loss = nn.BCEWithLogitsLoss()
        else:
            self.loss = nn.CrossEntropyLoss()
            labels = labels.argmax(1)
        self.batches = [
            (x.contiguous(memory_format=memory_format), y)
            for x, y in zip(features.split(batch_size), labels.split(batch_size))
        ]

    def reset(self):
        """DL4J's flat vector has a dense layer's weights first and a convolution's biases first."""
        offset = 0
        with torch.no_grad():
            for layer in self.model:
                tensors = list(layer.parameters())
                if isinstance(layer, nn.Conv2d):
                    tensors.reverse()
                for tensor in tensors:
                    tensor.copy_(self.initial[offset : offset + tensor.numel()].view_as(tensor))
                    offset += tensor.numel()
        assert offset == len(self.initial), f"{offset} parameters, {len(self.initial)} given"
        self.optimizer = torch.optim.Adam(self.model.parameters(), LEARNING_RATE, fused=True)

    def step(self, number):
        features, labels = self.batches[number % len(self.batches)]
        self.optimizer.zero_grad()
        loss = self.loss(self.model(features), labels)
        loss.backward()
        self.optimizer.step()
        return loss

    def losses(self, steps):
        self.reset()
        return [self.step(i).item() for i in range(int(steps))]

    def train(self, seconds):
        self.reset()
        end = time.perf_counter() + float(seconds)
        start, cpu_start = time.perf_counter(), time.process_time()
        steps = 0
        while steps == 0 or time.perf_counter() < end:
            self.step(steps)
            steps += 1
        samples = steps * len(self.batches[0][0])
        return [samples, time.perf_counter() - start, time.process_time() - cpu_start]


def main():
    workload, memory_format, batch_size, folder = sys.argv[1:]
    torch.set_num_threads(1)
    torch.set_num_interop_threads(1)
    memory_format = {
        "contiguous": torch.contiguous_format,
        "channels_last": torch.channels_last,
    }[memory_format]
    contender = Contender(workload, memory_format, int(batch_size), pathlib.Path(folder))
    for line in sys.stdin:
        command, argument = line.split()
        answer = {"losses": contender.losses, "train": contender.train}[command](argument)
        print(*answer, flush=True)


main()
