"""One judge of names and numbers: an answer, a TL;DR and a theme's name are held to the same."""

from __future__ import annotations

import pytest
from conftest import paper

from bot.gate.judge import judge
from bot.tldr.contract import faults
from bot.weekly.digest.naming import is_their_own

# (claim, evidence, whether its names and numbers stand there). Both lists were written first; the rules were then made
# on the one, and met the other only once they held.
TUNED = [
    # a name inside a longer one, or with another number, is another name
    ("Llama reaches 90%.", "CodeLlama reaches 90%.", False),
    ("The model is Mamba.", "The model is Mamba2.", False),
    ("We compare GPT-4.", "We compare GPT-4o.", False),
    ("GPT-4v2 reads images.", "MiniGPT-4v2 reads images.", False),
    ("The data is CIFAR-10.", "The data is CIFAR-100.", False),
    ("It beats BERT.", "It beats RoBERTa and SciBERT.", False),
    ("It beats Qwen2.", "It beats Qwen2.5.", False),
    ("It uses Adam.", "It uses AdamW.", False),
    ("It beats wav2vec.", "It beats a wav2letter model.", False),
    ("Mamba is fast.", "Mamba-2 is fast.", False),
    # names that nobody names
    ("Whisper is slower.", "Our layer is slower.", False),
    ("It runs on a TPU.", "It runs on a GPU.", False),
    ("It was tested in France.", "It was tested in Germany.", False),
    ("It needs 3D maps.", "It needs 2D maps.", False),
    ("RL helps robots.", "Robots learn. Rather large maps help robots.", False),
    # the same name, written in another way
    ("GPT4 reads maps.", "GPT-4 reads maps.", True),
    ("Code Llama reads maps.", "CodeLlama reads maps.", True),
    ("State space models read.", "StateSpace models read.", True),
    ("GPT-4-based agents read.", "Agents read, based on GPT-4.", True),
    ("The CNNs' maps are read.", "The maps are read by a CNN.", True),
    ("The maps are read by LLMs.", "The maps are read by large language models.", True),
    ("LoRA helps.", "Low-rank adaptation helps.", True),
    ("Low-Rank Adaptation helps.", "LoRA helps.", True),
    ("Maps train Transformers.", "Maps train a transformer.", True),
    ("Chinese maps are read.", "Maps of China are read.", True),
    ("IMAGENET is read.", "ImageNet is read.", True),
    ("It reads with Llama 2.", "It reads with Llama-2.", True),
    ("Reading large maps helps.", "It helps to read large maps.", True),
    ("RL helps robots.", "Reinforcement learning helps robots.", True),
    ("The 7B model reads.", "The model Llama-7B reads.", True),
    # numbers and units
    ("It takes 5 s.", "It takes 5 ms.", False),
    ("It gains 3 points.", "It gains 3%.", False),
    ("It reads four maps.", "GPT-4 reads maps.", False),
    ("It reads 97.3 of maps.", "It reads 97.3% of maps.", False),
    ("It has 7M parameters.", "It has 7B parameters.", False),
    ("It reads 10 maps.", "It reads 1,000 maps.", False),
    ("It costs $5.", "It costs 5 hours.", False),
    ("It reads over 99% of maps.", "It reads 98.2% of maps.", False),
    ("It reads three maps.", "It reads 3 maps.", True),
    ("It gains 30-50%.", "It gains 30% to 50%.", True),
    ("It gains 30% to 50%.", "It gains 30–50%.", True),
    ("It reads 1k maps.", "It reads 1,000 maps.", True),
    ("It is twice as fast.", "It is 2x as fast.", True),
    ("It has 1.5 billion parameters.", "It has 1.5B parameters.", True),
    ("It takes 40ms.", "It takes 40 milliseconds.", True),
    ("It reads about 98% of maps.", "It reads 98.12% of maps.", True),
    ("It is threefold faster.", r"It is $3\times$ faster.", True),
    ("It reads 16x16 maps.", "It reads 16 × 16 maps.", True),
    ("It reads 3D maps.", "It reads three-dimensional maps.", True),
    ("It reads twenty-five maps.", "It reads $25$ maps.", True),
]
KEPT_OUT = [
    ("Gemma reaches 90%.", "CodeGemma reaches 90%.", False),
    ("The model is Phi3.", "The model is Phi3.5.", False),
    ("We compare Llama-3.", "We compare Llama-3.1.", False),
    ("LLaVA reads images.", "TinyLLaVA reads images.", False),
    ("The net is ResNet-50.", "The net is ResNet-101.", False),
    ("It beats T5.", "It beats mT5 and T5X.", False),
    ("It beats CLIP.", "It beats SigLIP and BLIP2.", False),
    ("DINO is slow.", "DINOv2 is slow.", False),
    ("It uses SAM.", "It uses SAM2.", False),
    ("It beats Claude 3.", "It beats Claude 3.5.", False),
    ("Google is slower.", "Our layer is slower.", False),
    ("It runs with JAX.", "It runs with code.", False),
    ("It was made by Stanford.", "It was made by students.", False),
    ("It reads 4D maps.", "It reads 3D maps.", False),
    ("LLaMA helps robots.", "Large language models and maps help robots.", False),
    ("The Hill Giant Product helps.", "The Hill Goat Product (HGP) helps.", False),
    ("AI helps robots.", "An image helps robots.", False),
    ("Llama3 reads maps.", "Llama 3 reads maps.", True),
    ("Deep Mind reads maps.", "DeepMind reads maps.", True),
    ("Knowledge-graph maps help.", "KnowledgeGraph maps help.", True),
    ("CLIP-guided maps help.", "Maps help, guided by CLIP.", True),
    ("BERT's maps are read.", "BERT reads maps.", True),
    ("VLMs read maps.", "A vision-language model reads maps.", True),
    ("CoT helps.", "Chain-of-thought helps.", True),
    ("Chain-of-Thought helps.", "CoT helps.", True),
    ("Maps help Bayesian robots.", "Maps help Bayes robots.", True),
    ("Networks of Robots help.", "A network of robots helps.", True),
    ("It is SOTA.", "It is state-of-the-art.", True),
    ("It reads with Phi-4.", "It reads with Phi 4.", True),
    ("Compressing maps helps.", "It helps to compress maps.", True),
    ("NeRFs help robots.", "Neural radiance fields help robots.", True),
    ("It trains a 13B model.", "It trains Vicuna-13B, a model.", True),
    ("It takes 5 hours.", "It takes 5 minutes.", False),
    ("It is 3% faster.", "It is 3x faster.", False),
    ("It reads two maps.", "SAM-2 reads maps.", False),
    ("It needs 12 MB.", "It needs 12 GB.", False),
    ("It reads 3k maps.", "It reads 3 million maps.", False),
    ("It gains 2.5%.", "It gains 2.45%.", False),
    ("It reads eleven maps.", "It reads 12 maps.", False),
    ("It reads under 90% of maps.", "It reads 91% of maps.", False),
    ("It reads a dozen maps.", "It reads 12 maps.", True),
    ("It gains 2-4 dB.", "It gains from 2 to 4 dB.", True),
    ("It gains 5 pp.", "It gains 5 percentage points.", True),
    ("It reads 20,000 maps.", "It reads 20K maps.", True),
    ("It doubles the speed.", "Its speed grows 2×.", True),
    ("It reads 1.2M maps.", "It reads 1,200,000 maps.", True),
    ("It takes 3 hrs.", "It takes three hours.", True),
    ("It reads nearly 100 maps.", "It reads 98 maps.", True),
    ("It cuts costs by half.", r"It cuts costs by 50\%.", True),
    ("It is 10-fold faster.", "It is ten times faster.", True),
    ("It reads 384-d vectors.", "It reads 384-dimensional vectors.", True),
    ("It costs 5 dollars.", "It costs $5.", True),
]


def _answer(claim: str, evidence: str) -> bool:
    return not [f for f in judge(claim, [evidence], "", None).faults if "the number" in f or "the name" in f]


def _line(claim: str, evidence: str) -> bool:
    return not [f for f in faults(claim, paper("", evidence)) if "the number" in f or "the name" in f]


def _theme(claim: str, evidence: str) -> bool:
    return is_their_own(claim, [paper("", evidence)])


@pytest.mark.parametrize(("claim", "evidence", "stand"), TUNED + KEPT_OUT)
def test_answers_lines_and_themes_are_held_to_the_same(claim: str, evidence: str, stand: bool) -> None:
    """What may stand in an answer may stand in a one-liner and in a theme's name, and the other way round."""
    assert [_answer(claim, evidence), _line(claim, evidence), _theme(claim, evidence)] == [stand] * 3
