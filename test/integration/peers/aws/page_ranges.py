#!/usr/bin/env python3
"""Prints, as JSON on stdout, what botocore's service models allow for each operation given on the command line.

usage: page_ranges.py SERVICE:Operation …      (SERVICE is botocore's name: ec2 elbv2 sts)
       {"ec2:DescribeVpcs": {"size": {"member": "MaxResults", "min": 5, "max": 1000}, "request": "NextToken", "response": "NextToken"}, …}
An operation that does not page is null; so are min and max where the model leaves them to its documentation. `A.B` is a member of the answer's member A. The SDK for JavaScript is generated from the
same models but leaves the ranges out, so test/fixtures/aws/page-ranges.json keeps them; test/integration/aws-page-ranges.test.ts holds that file to this output.
"""
import json, sys
import botocore.session

SIZES = ('MaxResults', 'PageSize', 'Limit', 'MaxItems', 'maxResults', 'limit')
REQUEST = ('NextToken', 'Marker', 'NextMarker', 'nextToken', 'position')
RESPONSE = ('NextToken', 'NextMarker', 'nextToken', 'position')
session = botocore.session.get_session()


def members(shape):
    return dict(shape.members) if shape is not None and shape.type_name == 'structure' else {}


def next_page(output):
    """The member of the answer, or of a member of it, that gives the next page's token."""
    own = members(output)
    for name in RESPONSE:
        if name in own: return name
    return next((f'{outer}.{name}' for outer, shape in own.items() for name in RESPONSE if name in members(shape)), None)


def paging(name):
    service, action = name.split(':')
    operation = session.get_service_model(service).operation_model(action)
    given = members(operation.input_shape)
    size = next((member for member in SIZES if member in given), None)
    request = next((member for member in REQUEST if member in given), None)
    response = next_page(operation.output_shape)
    # One that pages by members that are not known here must not pass as one that does not page.
    if (size is None) != (request is None) or (request is not None and response is None):
        raise SystemExit(f'{name} pages by members that are not known: {size} {request} {response} of {sorted(given)}')
    if size is None: return None
    limits = given[size].metadata
    return {
        'size': {'member': size, 'min': limits.get('min'), 'max': limits.get('max')},
        'request': request,
        'response': response,
    }


print(json.dumps({name: paging(name) for name in sys.argv[1:]}, indent=2))
