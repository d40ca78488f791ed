"""Write the vendors' request and reply types as JSON Schema, from the types of their own Python packages.

    python3 -m venv venv && venv/bin/pip install openai==3.57.0 anthropic==0.121.0
    venv/bin/python make.py

The packages' types are generated from the vendors' OpenAPI descriptions. Prose and titles are left out, and an object of
a request may hold nothing but the fields that its type names, so that a parameter that no API knows is found.
Anthropic's batch types hold its messages.
"""

import json
from importlib.metadata import version
from pathlib import Path

import anthropic.types.messages as batches
import openai.types as files
import openai.types.chat as chat
from openai.types.batch_create_params import BatchCreateParams
from openai.types.chat.completion_create_params import CompletionCreateParamsNonStreaming
from pydantic import TypeAdapter

REQUESTS = {
    "openai-chat-completion-request": ("openai", CompletionCreateParamsNonStreaming),
    "openai-batch-request": ("openai", BatchCreateParams),
    "anthropic-batch-request": ("anthropic", batches.batch_create_params.BatchCreateParams),
}
REPLIES = {
    "openai-chat-completion": ("openai", chat.ChatCompletion),
    "openai-batch": ("openai", files.Batch),
    "openai-file": ("openai", files.FileObject),
    "anthropic-batch": ("anthropic", batches.MessageBatch),
    "anthropic-batch-result": ("anthropic", batches.MessageBatchIndividualResponse),
}


def trimmed(node, strict: bool):
    """Without prose; with `strict`, objects with named fields hold nothing else."""
    if isinstance(node, list):
        return [trimmed(entry, strict) for entry in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if key in ("properties", "$defs"):
            kept[key] = {name: trimmed(entry, strict) for name, entry in value.items()}
        elif key not in ("title", "description", "discriminator", "default"):
            kept[key] = trimmed(value, strict)
    if "properties" in kept:
        kept["additionalProperties"] = not strict
    return kept


def main() -> None:
    folder = Path(__file__).parent
    for types, strict in ((REQUESTS, True), (REPLIES, False)):
        for name, (package, kind) in types.items():
            schema = trimmed(TypeAdapter(kind).json_schema(), strict)
            schema["$comment"] = f"{kind.__name__} of the Python package {package} {version(package)}"
            (folder / f"{name}.json").write_text(json.dumps(schema, separators=(",", ":"), sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
