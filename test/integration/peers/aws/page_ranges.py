#!/usr/bin/env python3
"""Prints, as JSON on stdout, what botocore's service models allow for each operation given on the command line.

usage: page_ranges.py SERVICE:Operation …      (SERVICE is botocore's name: ec2 elbv2 sts)
       {"ec2:DescribeVpcs": {"size": {"member": "MaxResults", "min": 5, "max": 1000}, "request": "NextToken", "response": "NextToken"}, …}
An operation that does not page is null; so are min and max where the model leaves them to its documentation. The SDK for JavaScript is generated from the same models but leaves the ranges out,
so test/fixtures/aws/page-ranges.json keeps them; test/integration/aws-page-ranges.test.ts holds that file to this output.
"""
import json, sys
import botocore.session

SIZES, REQUEST, RESPONSE = ('MaxResults', 'PageSize'), ('NextToken', 'Marker'), ('NextToken', 'NextMarker')
session = botocore.session.get_session()


def paging(name):
    service, action = name.split(':')
    operation = session.get_service_model(service).operation_model(action)
    given = operation.input_shape.members if operation.input_shape else {}
    size = next((member for member in SIZES if member in given), None)
    if size is None: return None
    limits = given[size].metadata
    return {
        'size': {'member': size, 'min': limits.get('min'), 'max': limits.get('max')},
        'request': next(member for member in REQUEST if member in given),
        'response': next(member for member in RESPONSE if member in operation.output_shape.members),
    }


print(json.dumps({name: paging(name) for name in sys.argv[1:]}, indent=2))
