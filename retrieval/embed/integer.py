"""all-MiniLM-L6-v2 in a graph that computes with integers.

The installed weights are int8, but their graph turns them into floats and multiplies those: 48 float products a text.
Here the same weights and scales, unchanged, stand in `DynamicQuantizeMatMul`, with one product for query, key and
value, fused attention and `LayerNormalization`. Three times as fast; the cosine to the stored graph is above 0.99.

The graph takes one text at a time and no mask. Its runtime must not fuse a sum into a normalization again:
`SkipLayerNormFusion` rounds differently from one runtime to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RECIPE = 1
"""Raised whenever the graph is made in another way: graphs and vectors of different recipes are never mixed."""
UNFUSED = ("SkipLayerNormFusion", "BiasSkipLayerNormFusion")
"""Optimizers that the session must leave out."""
_LAYERS, _HIDDEN, _HEADS, _EPSILON = 6, 384, 12, 1e-12
_PRODUCTS = 6  # a layer: query, key, value, attention output, up, down
_OURS, _MICROSOFT, _OPSET, _IR = "", "com.microsoft", 17, 9
_EMBEDDINGS = "inner.embeddings."


def integer_graph(stored: bytes) -> bytes:
    """The stored model (ONNX, int8 weights with scales) as one that computes in int8.

    Input `input_ids` (1, tokens) int64, output `last_hidden_state` (1, tokens, 384) float32. Raises `ValueError` or
    `KeyError` for a model of another build.
    """
    import onnx

    return _Graph(onnx.load_from_string(stored).graph).made()


class _Graph:
    """The graph while it is written."""

    def __init__(self, stored: Any) -> None:
        from onnx import numpy_helper

        self._have = {each.name: numpy_helper.to_array(each) for each in stored.initializer}
        self._products = [
            node.input[1] for node in stored.node if node.op_type == "MatMul" and f"{node.input[1]}_q" in self._have
        ]
        if len(self._products) != _LAYERS * _PRODUCTS:
            raise ValueError(f"{len(self._products)} products in place of {_LAYERS * _PRODUCTS}")
        self._constants: list[Any] = []
        self._nodes: list[Any] = []

    def made(self) -> bytes:
        """The whole model, serialized."""
        from onnx import TensorProto, helper

        state = self._embedded()
        for layer in range(_LAYERS):
            state = self._layer(layer, state)
        self._op("Identity", [state], ["last_hidden_state"])
        shapes = {"input_ids": (TensorProto.INT64, []), "last_hidden_state": (TensorProto.FLOAT, [_HIDDEN])}
        taken, given = (
            helper.make_tensor_value_info(name, kind, ["batch", "tokens", *last])
            for name, (kind, last) in shapes.items()
        )
        graph = helper.make_graph(self._nodes, "all-MiniLM-L6-v2", [taken], [given], self._constants)
        opsets = [helper.make_opsetid(_OURS, _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        made: bytes = helper.make_model(graph, opset_imports=opsets, ir_version=_IR).SerializeToString()
        return made

    def _embedded(self) -> str:
        """Words and places, summed and normalized."""
        import numpy as np
        from onnx import TensorProto

        places = self._table("position_embeddings") + self._table("token_type_embeddings")[0]
        words, scale = (self._have[f"{_EMBEDDINGS}word_embeddings.weight_{part}"] for part in ("q", "scale"))
        zero = self._constant("zero", np.array([0], np.int64))
        tokens = self._op("Shape", ["input_ids"], ["tokens"], start=1, end=2)
        place = self._op("Slice", [self._constant("places", places.astype(np.float32)), zero, tokens, zero], ["place"])
        picked = self._op("Gather", [self._constant("words", words), "input_ids"], ["picked"])
        whole = self._op("Cast", [picked], ["whole"], to=TensorProto.FLOAT)
        scales = self._constant(
            "scales", scale.astype(np.float32).reshape(-1, 1) if scale.size > 1 else scale.reshape(1)
        )
        each = self._op("Gather", [scales, "input_ids"], ["each"]) if scale.size > 1 else scales
        return self._normalized(self._op("Mul", [whole, each], ["word"]), place, f"{_EMBEDDINGS}LayerNorm", "embedded")

    def _layer(self, layer: int, state: str) -> str:
        import numpy as np

        query, key, value, out, up, down = self._products[_PRODUCTS * layer : _PRODUCTS * (layer + 1)]
        inside = f"inner.encoder.layer.{layer}."
        biases = [f"{inside}attention.self.{part}.bias" for part in ("query", "key", "value")]
        asked = self._dense(state, [query, key, value], biases, f"asked{layer}")
        thirds = self._constant(f"thirds{layer}", np.array([_HIDDEN] * 3, np.int64))
        parts = [f"{part}{layer}" for part in ("query", "key", "value")]
        self._op("Split", [asked, thirds], parts, axis=2)
        seen = self._op("MultiHeadAttention", parts, [f"seen{layer}"], domain=_MICROSOFT, num_heads=_HEADS)
        said = self._dense(seen, [out], [f"{inside}attention.output.dense.bias"], f"said{layer}")
        heard = self._normalized(said, state, f"{inside}attention.output.LayerNorm", f"heard{layer}")
        wide = self._dense(heard, [up], [f"{inside}intermediate.dense.bias"], f"wide{layer}")
        bent = self._op("Gelu", [wide], [f"bent{layer}"], domain=_MICROSOFT)
        narrow = self._dense(bent, [down], [f"{inside}output.dense.bias"], f"narrow{layer}")
        return self._normalized(narrow, heard, f"{inside}output.LayerNorm", f"state{layer}")

    def _dense(self, of: str, weights: Sequence[str], biases: Sequence[str], name: str) -> str:
        """One product with all of *weights* side by side, and their biases."""
        import numpy as np

        columns, scales = zip(*map(self._quantized, weights), strict=True)
        given = [
            of,
            self._constant(f"{name}.weight", np.concatenate(columns, axis=1)),
            self._constant(f"{name}.scale", np.concatenate(scales)),
            "",
            self._constant(f"{name}.bias", np.concatenate([self._have[bias] for bias in biases])),
        ]
        return self._op("DynamicQuantizeMatMul", given, [name], domain=_MICROSOFT)

    def _quantized(self, name: str) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """Stored weights (in, out) and a scale for each column."""
        import numpy as np

        weight, scale = self._have[f"{name}_q"], self._have[f"{name}_scale"].reshape(-1).astype(np.float32)
        if scale.size not in (1, weight.shape[1]):
            raise ValueError(f"{scale.size} scales for {weight.shape[1]} columns")
        return weight, np.broadcast_to(scale, (weight.shape[1],)).copy()

    def _normalized(self, one: str, other: str, weights: str, name: str) -> str:
        total = self._op("Add", [one, other], [f"{name}.sum"])
        gain, bias = (self._constant(f"{name}.{part}", self._have[f"{weights}.{part}"]) for part in ("weight", "bias"))
        return self._op("LayerNormalization", [total, gain, bias], [name], axis=-1, epsilon=_EPSILON)

    def _table(self, name: str) -> NDArray[np.float32]:
        """An embedding table as floats, however it is stored."""
        import numpy as np

        whole = f"{_EMBEDDINGS}{name}.weight"
        if whole in self._have:
            return np.asarray(self._have[whole])
        return np.asarray(self._have[f"{whole}_q"].astype(np.float32) * self._have[f"{whole}_scale"])

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        import numpy as np
        from onnx import numpy_helper

        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _op(self, kind: str, given: Sequence[str], made: Sequence[str], **attributes: Any) -> str:
        from onnx import helper

        node = helper.make_node(kind, list(given), list(made), name=f"node{len(self._nodes)}", **attributes)
        self._nodes.append(node)
        return made[0]
