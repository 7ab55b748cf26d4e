# SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
"""Prints the structs named vedette_* of a BTF dump (bpftool -j btf dump), one line a field: struct.field offset size."""

import json
import sys

types = {t["id"]: t for t in json.load(sys.stdin)["types"]}


def size_of(type_id):
    described = types[type_id]
    if described["kind"] == "ARRAY":
        return described["nr_elems"] * size_of(described["type_id"])
    if "size" in described:
        return described["size"]
    return size_of(described["type_id"])


for described in sorted(types.values(), key=lambda t: t["name"] if "name" in t else ""):
    if described["kind"] == "STRUCT" and described["name"].startswith("vedette_"):
        name = described["name"].removeprefix("vedette_")
        print(f"{name} size {described['size']}")
        for member in described["members"]:
            print(f"{name}.{member['name']} {member['bits_offset'] // 8} {size_of(member['type_id'])}")
