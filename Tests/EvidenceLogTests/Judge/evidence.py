"""The formats of the evidence log once more, in Python, from docs/formats/evidence.md.

It shares nothing with the product but the document. It makes the vectors (evidence.py vectors
FOLDER), checks proof files (evidence.py prove LOGKEY WITNESSKEY... < FILE) and judges entries
that the product encoded (evidence.py entries < LIST). It needs pyca/cryptography.
"""

import base64
import hashlib
import json
import os
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ed25519


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def from_b64(text):
    """Python ignores unused bits; then a file could be changed without being noticed."""
    data = base64.b64decode(text, validate=True)
    if b64(data) != text:
        raise ValueError("not canonical Base64")
    return data


def canonical(entry):
    return json.dumps(
        entry, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def commitment(salt, body):
    return sha256(b"breakwater-evidence-v1\n" + salt + body)


# --- Merkle tree, RFC 6962 section 2.1, as it is written there --------------------------------

def leaf_hash(data):
    return sha256(b"\0" + data)


def split(count):
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"")
    k = split(len(leaves))
    return sha256(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(index, leaves):
    if len(leaves) < 2:
        return []
    k = split(len(leaves))
    if index < k:
        return inclusion(index, leaves[:k]) + [root(leaves[k:])]
    return inclusion(index - k, leaves[k:]) + [root(leaves[:k])]


def subproof(old, leaves, whole):
    if old == len(leaves):
        return [] if whole else [root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return subproof(old, leaves[:k], whole) + [root(leaves[k:])]
    return subproof(old - k, leaves[k:], False) + [root(leaves[:k])]


def root_from_proof(index, size, node, hashes):
    """The root to which an inclusion proof leads; recursive, unlike the product's loop."""
    if size == 1:
        if hashes:
            raise ValueError("too many hashes")
        return node
    if not hashes:
        raise ValueError("too few hashes")
    k = split(size)
    if index < k:
        return sha256(b"\1" + root_from_proof(index, k, node, hashes[:-1]) + hashes[-1])
    return sha256(
        b"\1" + hashes[-1] + root_from_proof(index - k, size - k, node, hashes[:-1]))


# --- Signed notes -----------------------------------------------------------------------------

def key_id(name, algorithm, public):
    return sha256(name.encode() + b"\n" + bytes([algorithm]) + public)[:4]


def public_bytes(private):
    return private.public_key().public_bytes_raw()


def verifier_key(name, algorithm, public):
    number = key_id(name, algorithm, public)
    return f"{name}+{number.hex()}+{b64(bytes([algorithm]) + public)}"


def signer_key(name, algorithm, private):
    number = key_id(name, algorithm, public_bytes(private))
    return f"PRIVATE+KEY+{name}+{number.hex()}+" + b64(
        bytes([algorithm]) + private.private_bytes_raw())


def signature_line(name, algorithm, private, text, time=None):
    message, prefix = text, b""
    if algorithm == 4:
        message = b"cosignature/v1\ntime %d\n" % time + text
        prefix = struct.pack(">Q", time)
    number = key_id(name, algorithm, public_bytes(private))
    return f"— {name} {b64(number + prefix + private.sign(message))}\n"


def parse_key(text):
    name, number, rest = text.split("+", 2)
    data = from_b64(rest)
    if key_id(name, data[0], data[1:]).hex() != number:
        raise ValueError("the key's id does not fit")
    return name, data[0], data[1:]


def open_note(note, keys):
    """The text, and the keys whose signatures hold; a bad one of a known key is an error."""
    text, signatures = note.rsplit(b"\n\n", 1)
    text += b"\n"
    found = []
    for line in signatures.decode().rstrip("\n").split("\n"):
        dash, name, rest = line.split(" ")
        if dash != "—":
            raise ValueError("no signature line")
        data = from_b64(rest)
        for key in keys:
            if name == key[0] and data[:4] == key_id(*key):
                public = ed25519.Ed25519PublicKey.from_public_bytes(key[2])
                if key[1] == 4:
                    time = struct.unpack(">Q", data[4:12])[0]
                    public.verify(data[12:], b"cosignature/v1\ntime %d\n" % time + text)
                else:
                    public.verify(data[4:], text)
                found.append(key)
    return text, found


def prove(proof, keys):
    """The entry that a proof file proves; the first key is the log's, all must have signed."""
    head, note = proof.split(b"\n\n", 1)
    lines = head.decode().split("\n")
    extra = from_b64(lines[1].removeprefix("extra "))
    index = int(lines[2].removeprefix("index "))
    hashes = [from_b64(line) for line in lines[3:]]
    if lines[:3] != ["c2sp.org/tlog-proof@v1", "extra " + b64(extra), f"index {index}"]:
        raise ValueError("no proof file")
    text, found = open_note(note, keys)
    if set(found) != set(keys):
        raise ValueError("a signature is missing")
    origin, size, claimed = text.decode().splitlines()[:3]
    if origin != keys[0][0] or not 0 <= index < int(size):
        raise ValueError("another log, or no such index")
    leaf = leaf_hash(commitment(extra[:16], extra[16:]))
    if b64(root_from_proof(index, int(size), leaf, hashes)) != claimed:
        raise ValueError("the proof leads to another root")
    return extra[16:]


# --- Vectors ----------------------------------------------------------------------------------

LOG, WITNESS = "port.example/evidence", "witness.example/w1"


def example_entries():
    digest = hashlib.sha256(b"an invented record").hexdigest()
    return [
        {"act": "import", "at": 1767225600, "organisation": "port.example", "person": "a.berg",
         "purpose": "situation picture", "role": "analyst", "subject": "invented-2025.csv"},
        {"act": "write", "at": 1767225601, "objects": [{"digest": digest, "name": "record/1"}],
         "within": 0},
        {"act": "write", "at": 1767225601,
         "objects": [{"digest": digest, "name": "record/2"}], "within": 0},
        {"act": "release", "at": 1767229200, "basis": "memorandum-7", "clause": "4.2",
         "objects": [{"digest": digest, "name": "record/1"}], "organisation": "customs.example",
         "person": "j.ruiz", "purpose": "inspection", "result": "fields: place, date",
         "role": "officer"},
        {"act": "refuse", "at": 1767229260, "basis": "", "organisation": "customs.example",
         "person": "j.ruiz", "purpose": "inspection \"urgent\"", "result": "no clause\nallows",
         "subject": "record/2 \u00e9 \u2028 \U0001f6a2 \u0001\\/"},
        {"act": "erase", "at": 1798761600, "objects": [{"name": "record/2"}],
         "result": "retention ended"},
        {"act": "backup", "at": 0},
    ]


def write(folder, name, about, **content):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump({"about": about, **content}, file, indent=1, ensure_ascii=False)
        file.write("\n")


def vectors(folder):
    entries, leaves = [], []
    for number, entry in enumerate(example_entries()):
        entry = {key: value for key, value in entry.items() if value != ""}
        salt = sha256(b"salt of entry %d" % number)[:16]
        body = canonical(entry)
        value = commitment(salt, body)
        leaves.append(leaf_hash(value))
        entries.append({
            "entry": entry, "body": body.decode(), "salt": salt.hex(),
            "commitment": value.hex(), "leafHash": leaves[-1].hex()})
    write(folder, "entries.json", "entries, their canonical encoding and commitment",
          source="computed by Judge/evidence.py", cases=entries)

    log = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"an invented log"))
    witness = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"an invented witness"))
    time = 1798761700
    text = f"{LOG}\n{len(leaves)}\n{b64(root(leaves))}\n".encode()
    lines = (signature_line(LOG, 1, log, text)
             + signature_line(WITNESS, 4, witness, text, time))
    checkpoint = text.decode() + "\n" + lines
    proofs = []
    for index, case in enumerate(entries):
        extra = bytes.fromhex(case["salt"]) + case["body"].encode()
        hashes = [b64(item) for item in inclusion(index, leaves)]
        proofs.append("\n".join(
            ["c2sp.org/tlog-proof@v1", "extra " + b64(extra), f"index {index}"] + hashes)
            + "\n\n" + checkpoint)
    old = 3
    request = "\n".join(
        [f"old {old}"] + [b64(item) for item in subproof(old, leaves, True)]
    ) + "\n\n" + text.decode() + "\n" + signature_line(LOG, 1, log, text)
    write(folder, "log.json", "the log of entries.json: keys, checkpoint, proof files, request",
          source="computed by Judge/evidence.py with pyca/cryptography",
          logKey=verifier_key(LOG, 1, public_bytes(log)),
          logSecret=signer_key(LOG, 1, log),
          witnessKey=verifier_key(WITNESS, 4, public_bytes(witness)),
          witnessSecret=signer_key(WITNESS, 4, witness),
          witnessTime=time, oldSize=old, oldRoot=b64(root(leaves[:old])),
          tile=b"".join(leaves).hex(), checkpoint=checkpoint, request=request, proofs=proofs)


def judge_entries(cases):
    """For each case null, or what is wrong with it."""
    answers = []
    for case in cases:
        body, salt = base64.b64decode(case["body"]), base64.b64decode(case["salt"])
        if canonical(json.loads(body)) != body:
            answers.append("another canonical encoding")
        elif commitment(salt, body) != base64.b64decode(case["commitment"]):
            answers.append("another commitment")
        else:
            answers.append(None)
    return answers


if __name__ == "__main__":
    if sys.argv[1] == "vectors":
        vectors(sys.argv[2])
    elif sys.argv[1] == "entries":
        json.dump(judge_entries(json.load(sys.stdin)), sys.stdout)
    elif sys.argv[1] == "prove":
        try:
            entry = prove(sys.stdin.buffer.read(), [parse_key(key) for key in sys.argv[2:]])
        except (ValueError, IndexError, InvalidSignature) as error:
            sys.exit(f"not proven: {error}")
        sys.stdout.buffer.write(entry + b"\n")
