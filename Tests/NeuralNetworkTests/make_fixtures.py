#!/usr/bin/env python3
"""Writes the fixtures of these tests with PyTorch (any 2.x): run by hand when they must change.

    python3 Tests/NeuralNetworkTests/make_fixtures.py

training.safetensors     a small CNN with batch norm: input, labels, logits, loss, every gradient, ten steps of SGD
optimisers.safetensors   weights after each of six steps of SGD, Nesterov, Adam and AdamW on given gradients
schedules.safetensors    learning rates of OneCycleLR and of a cosine
losses.safetensors       cross-entropy with label smoothing, with labels and with distributions as targets
layers.safetensors       GELU, leaky ReLU, strided and padded convolutions, poolings
"""
import json
import pathlib
import struct

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

FOLDER = pathlib.Path(__file__).parent / "Fixtures"


def write(name, tensors, metadata=None):
    """safetensors, F32 only"""
    header, data = {}, b""
    if metadata:
        header["__metadata__"] = metadata
    for key, value in tensors.items():
        array = np.ascontiguousarray(torch.as_tensor(value).detach().to(torch.float32).numpy(), dtype="<f4")
        header[key] = {"dtype": "F32", "shape": list(np.shape(value)), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (FOLDER / name).write_bytes(struct.pack("<Q", len(text)) + text + data)


class SmallCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 6, 3)
        self.bn2 = nn.BatchNorm2d(6)
        self.fc1 = nn.Linear(24, 8)
        self.bn3 = nn.BatchNorm1d(8)
        self.fc2 = nn.Linear(8, 5)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 2)
        x = F.relu(self.bn2(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.bn3(self.fc1(x)))
        return self.fc2(x)


def state(model, prefix):
    return {f"{prefix}.{k}": v.clone() for k, v in model.state_dict().items() if not k.endswith("num_batches_tracked")}


def training():
    torch.manual_seed(1)
    model = SmallCNN()
    x = torch.rand(12, 1, 8, 8)
    y = torch.arange(12) % 5
    out = {"input": x, "labels": y, **state(model, "start")}
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    losses = []
    model.train()
    for step in range(10):
        logits = model(x)
        loss = F.cross_entropy(logits, y, label_smoothing=0.1)
        optimiser.zero_grad()
        loss.backward()
        if step == 0:
            out["logits"] = logits.clone()
            out.update({f"gradient.{k}": p.grad.clone() for k, p in model.named_parameters()})
        losses.append(loss.item())
        optimiser.step()
    out["losses"] = torch.tensor(losses)
    out.update(state(model, "end"))
    model.eval()
    out["evaluated_logits"] = model(x)
    write("training.safetensors", out)


def optimisers():
    torch.manual_seed(2)
    start, gradients = torch.randn(37), torch.randn(6, 37)
    out = {"start": start, "gradients": gradients}
    kinds = {
        "sgd": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.01),
        "momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
        "nesterov": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.8, nesterov=True),
        "adam": lambda p: torch.optim.Adam(p, lr=0.01, betas=(0.9, 0.99), eps=1e-7, weight_decay=0.02),
        "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1),
    }
    for name, make in kinds.items():
        p = nn.Parameter(start.clone())
        optimiser = make([p])
        steps = []
        for g in gradients:
            p.grad = g.clone()
            optimiser.step()
            steps.append(p.detach().clone())
        out[name] = torch.stack(steps)
    p = nn.Parameter(start.clone())
    p.grad = gradients[0].clone()
    out["norm"] = nn.utils.clip_grad_norm_([p], 1.5).reshape(1)
    out["clipped"] = p.grad
    write("optimisers.safetensors", out)


def schedules():
    def rates(make, steps):
        optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
        schedule = make(optimiser)
        result = []
        for _ in range(steps):
            result.append(optimiser.param_groups[0]["lr"])
            optimiser.step()
            schedule.step()
        return torch.tensor(result, dtype=torch.float64)

    write("schedules.safetensors", {
        "one_cycle": rates(lambda o: torch.optim.lr_scheduler.OneCycleLR(o, 0.1, total_steps=41), 41),
        "cosine": rates(lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 40, eta_min=0.01), 40),
        "step": rates(lambda o: torch.optim.lr_scheduler.StepLR(o, 10, 0.5), 40),
    })


def losses():
    torch.manual_seed(3)
    logits = (torch.randn(9, 10) * 5).requires_grad_()
    labels = torch.randint(0, 10, (9,))
    targets = torch.softmax(torch.randn(9, 10), 1)
    out = {"logits": logits, "labels": labels, "targets": targets}
    for name, target, smoothing in [("plain", labels, 0.0), ("smooth", labels, 0.2), ("soft", targets, 0.0), ("soft_smooth", targets, 0.2)]:
        logits.grad = None
        loss = F.cross_entropy(logits, target, label_smoothing=smoothing)
        loss.backward()
        out[f"{name}.loss"] = loss.reshape(1)
        out[f"{name}.gradient"] = logits.grad.clone()
    write("losses.safetensors", out)


def layers():
    torch.manual_seed(4)
    x = torch.randn(2, 3, 9, 8)
    convs = {
        "stride": nn.Conv2d(3, 5, 3, stride=2), "padded": nn.Conv2d(3, 4, 5, padding=2),
        "uneven": nn.Conv2d(3, 4, (2, 3), stride=(1, 2)),
    }
    out = {"input": x}
    for name, conv in convs.items():
        out[f"{name}.weight"], out[f"{name}.bias"] = conv.weight, conv.bias
        out[f"{name}.output"] = conv(F.pad(x, (2, 1, 1, 0)) if name == "uneven" else x)
    out["gelu.output"] = F.gelu(x)
    out["leaky.output"] = F.leaky_relu(x, 0.2)
    out["max.output"] = F.max_pool2d(x, 3, 2)
    out["average.output"] = F.avg_pool2d(x, 2)
    out["global.output"] = F.adaptive_avg_pool2d(x, 1)
    write("layers.safetensors", out)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    training()
    optimisers()
    schedules()
    losses()
    layers()
