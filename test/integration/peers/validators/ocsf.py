"""Prints where events of a file, one JSON line each, are not of the OCSF schema of their version. usage: ocsf.py FILE"""

import json
import sys

from jsonschema.validators import validator_for
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

validators = {}


def validator(version, name, profiles):
    key = (version, name, profiles)
    if key not in validators:
        whole = OcsfJsonSchemaEmbedded(get_ocsf_schema(version=version))
        schema = whole.get_class_schema(class_name=name, profiles=list(profiles))
        validators[key] = validator_for(schema)(schema)
    return validators[key]


with open(sys.argv[1], encoding="utf-8") as lines:
    for number, line in enumerate(lines, 1):
        event = json.loads(line)
        metadata = event["metadata"]
        by = validator(metadata["version"], "compliance_finding", tuple(metadata.get("profiles", [])))
        for error in by.iter_errors(event):
            print(f"line {number}, {error.json_path}: {error.message[:300]}")
