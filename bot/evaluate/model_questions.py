"""The questions a chat model is tried with, over the sample page that comes with Broadsheet."""

from __future__ import annotations

QUESTIONS = (
    ("Does LoRA add inference latency?", "LoRA: Low-Rank Adaptation"),
    ("By how much does LoRA cut the number of trainable parameters of GPT-3?", "LoRA: Low-Rank Adaptation"),
    (
        "Which intervention does most to cut the amount of data that grokking needs?",
        "Grokking: Generalization Beyond Overfitting",
    ),
    ("What happens in the cleanup phase of grokking?", "Progress measures for grokking"),
    ("What is ungrokking?", "Explaining grokking through circuit efficiency"),
    ("At what scale does chain-of-thought prompting help?", "Chain-of-Thought Prompting"),
    ("How fast does Mamba generate text compared with a transformer of similar size?", "Mamba: Linear-Time"),
    ("How many hours of audio was Whisper trained on?", "Robust Speech Recognition"),
    ("Does Direct Preference Optimization need a separate reward model?", "Direct Preference Optimization"),
    ("How does the extra memory of FlashAttention grow with sequence length?", "FlashAttention"),
    ("How many training tokens did Chinchilla see?", "Training Compute-Optimal"),
    ("How much did ReAct raise the success rate in ALFWorld?", "ReAct"),
    ("Which FID did the diffusion model reach on CIFAR-10?", "Denoising Diffusion"),
    ("How long does GPTQ take to quantize a model with 175 billion parameters?", "GPTQ"),
    ("Which part of a long context do language models use worst?", "Lost in the Middle"),
    ("How much electricity did the training of Whisper use?", ""),
    ("How does LoRA perform on graph neural networks?", ""),
    ("What does Mamba reach on protein folding?", ""),
    ("Who paid for the work on SWE-bench?", ""),
    ("How does FlashAttention run on telephones?", ""),
)
"""Question → how the title of the paper that answers it begins; "" if none does, near as some come to it."""
