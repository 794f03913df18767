"""Prints where an XML file is not of an XSD, a line each. usage: xsd.py SCHEMA FILE"""

import sys

from lxml import etree

schema = etree.XMLSchema(etree.parse(sys.argv[1]))
schema.validate(etree.parse(sys.argv[2], etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)))
for entry in schema.error_log:
    print(f"line {entry.line}: {entry.message}")
