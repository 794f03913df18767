#!/usr/bin/env python3
"""moto's server (5.2.5) with what a PCI auditor of AWS still needs, in the same process and on moto's own state.

usage: moto_plus.py [-H HOST] [-p PORT]          env: PLUS_PAGE=1000 the largest EC2/ECR page; PLUS_QUIET=1 no access log;
       PLUS_CACHE=1 keep every answered read until something is written (second run of a tool: the server costs nearly nothing)

Adds  wafv2: ListResourcesForWebACL, DescribeManagedRuleGroup, ListAvailableManagedRuleGroups, ListAvailableManagedRuleGroupVersions
      guardduty: ListFindings, GetFindings, ListMembers, ListFilters (findings are POSTed to /_plus/guardduty?region=R as a JSON list)
      shield: GetSubscriptionState, ListProtectionGroups, DescribeEmergencyContactSettings, and a DescribeSubscription SDK v3 can parse
      ec2: real paging (MaxResults/NextToken) of every Describe* and Search*, GetManagedPrefixListEntries pages and says NotFound for a list that is absent;
           routes of a transit gateway name their attachments (moto: an empty list), propagation of a VPC makes routes of its blocks, and an attachment
           names the table that it was associated with (moto: the default one for ever); ICMP entries of network ACLs keep their type and code
      ecr: real paging of DescribeRepositories, DescribeImages; DescribeImages has the scan status and summary
      ecr: planted scans, basic or enhanced (POST /_plus/ecr?region=R {"repo|tag": {"status","completedAt","counts","findings","enhancedFindings"}})
      acm: what a certificate of a domain is besides what moto makes of it (POST /_plus/acm?region=R {domain: {"NotAfter","InUseBy","RenewalEligibility",…}}, members of CertificateDetail)
      inspector2: ListCoverage (POST /_plus/inspector?region=R a JSON list of CoveredResource; else empty), GetConfiguration      fms: ListPolicies (empty)
Mends denials: a 403 of a JSON service has a JSON body (AccessDeniedException), as AWS sends it; moto sends XML.
      an operation or service that moto lacks: 501 at once (moto: 500, which every SDK retries), counted under "missing"
Admin POST /_plus/faults  [{"op":"ec2:DescribeVpcs","region":"*","kind":"denied|expired|throttle|500|html|html502|timeout|truncate","times":N,"after":M}]
           (times 0: for ever; after: the first M calls that fit are answered as usual; timeout waits `seconds`, 60 by default)
      POST /_plus/page   N   the largest page from now on (0: back to PLUS_PAGE)
      GET  /_plus/calls   {"ec2:DescribeVpcs":1,…}      POST /_plus/calls   resets
"""
import argparse, base64, collections, json, os, re, sys, threading, time
import xml.etree.ElementTree as ET
from urllib.parse import parse_qs
from werkzeug.serving import run_simple, WSGIRequestHandler
from werkzeug.wrappers import Response
import moto.moto_server.werkzeug_app as app_mod
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app, MotoRequestHandler
from moto.wafv2.responses import WAFV2Response, GLOBAL_REGION
from moto.shield.responses import ShieldResponse
from moto.ecr.models import ECRBackend

CAP = DEFAULT_CAP = int(os.environ.get('PLUS_PAGE', '1000'))

# ---- wafv2
KIND = {'APPLICATION_LOAD_BALANCER': ':loadbalancer/app/', 'API_GATEWAY': ':apigateway:', 'APPSYNC': ':appsync:', 'COGNITO_USER_POOL': ':cognito-idp:', 'APP_RUNNER_SERVICE': ':apprunner:', 'VERIFIED_ACCESS_INSTANCE': 'verified-access-instance', 'AMPLIFY': ':amplify:', 'AGENTCORE_GATEWAY': ':bedrock-agentcore:'}
def list_resources_for_web_acl(self):
    arn = self._get_param('WebACLArn'); k = KIND[self._get_param('ResourceType') or 'APPLICATION_LOAD_BALANCER']
    acl = self.wafv2_backend.get_web_acl(arn, None, None)
    return 200, {}, json.dumps({'ResourceArns': sorted({r for r in acl.associated_resources if k in r})})
RULES = {
 'AWSManagedRulesCommonRuleSet': ['NoUserAgent_HEADER','UserAgent_BadBots_HEADER','SizeRestrictions_QUERYSTRING','SizeRestrictions_Cookie_HEADER','SizeRestrictions_BODY','SizeRestrictions_URIPATH','EC2MetaDataSSRF_BODY','EC2MetaDataSSRF_COOKIE','EC2MetaDataSSRF_URIPATH','EC2MetaDataSSRF_QUERYARGUMENTS','GenericLFI_QUERYARGUMENTS','GenericLFI_URIPATH','GenericLFI_BODY','RestrictedExtensions_URIPATH','RestrictedExtensions_QUERYARGUMENTS','GenericRFI_QUERYARGUMENTS','GenericRFI_BODY','GenericRFI_URIPATH','CrossSiteScripting_COOKIE','CrossSiteScripting_QUERYARGUMENTS','CrossSiteScripting_BODY','CrossSiteScripting_URIPATH'],
 'AWSManagedRulesKnownBadInputsRuleSet': ['JavaDeserializationRCE_HEADER','JavaDeserializationRCE_BODY','JavaDeserializationRCE_URIPATH','JavaDeserializationRCE_QUERYSTRING','Host_localhost_HEADER','PROPFIND_METHOD','ExploitablePaths_URIPATH','Log4JRCE_HEADER','Log4JRCE_QUERYSTRING','Log4JRCE_URIPATH','Log4JRCE_BODY'],
 'AWSManagedRulesSQLiRuleSet': ['SQLi_QUERYARGUMENTS','SQLiExtendedPatterns_QUERYARGUMENTS','SQLi_BODY','SQLiExtendedPatterns_BODY','SQLi_COOKIE','SQLi_URIPATH'],
 'AWSManagedRulesLinuxRuleSet': ['LFI_URIPATH','LFI_QUERYSTRING','LFI_HEADER'],
 'AWSManagedRulesUnixRuleSet': ['UNIXShellCommandsVariables_QUERYSTRING','UNIXShellCommandsVariables_BODY','UNIXShellCommandsVariables_HEADER'],
 'AWSManagedRulesPHPRuleSet': ['PHPHighRiskMethodsVariables_HEADER','PHPHighRiskMethodsVariables_QUERYSTRING','PHPHighRiskMethodsVariables_BODY'],
 'AWSManagedRulesWordPressRuleSet': ['WordPressExploitableCommands_QUERYSTRING','WordPressExploitablePaths_URIPATH'],
 'AWSManagedRulesAmazonIpReputationList': ['AWSManagedIPReputationList','AWSManagedReconnaissanceList','AWSManagedIPDDoSList'],
 'AWSManagedRulesAnonymousIpList': ['AnonymousIPList','HostingProviderIPList'],
}
LABEL = dict(zip(RULES, 'core-rule-set known-bad-inputs sql-database linux-os posix-os php-app wordpress-app amazon-ip-list anonymous-ip-list'.split()))
# one expired version, so that a pin to it can be planted
VERSIONS = [{'Name': 'Version_2.0', 'LastUpdateTimestamp': 1735689600}, {'Name': 'Version_1.0', 'LastUpdateTimestamp': 1600000000}]
def describe_managed_rule_group(self):
    n, v = self._get_param('Name'), self._get_param('VersionName')
    if n not in RULES: return 400, {'status': 400}, json.dumps({'__type': 'WAFNonexistentItemException', 'message': 'AWS WAF couldn’t perform the operation because your resource doesn’t exist.'})
    if v == 'Version_1.0': return 400, {'status': 400}, json.dumps({'__type': 'WAFExpiredManagedRuleGroupVersionException', 'message': 'The version is expired.'})
    act = {'Count': {}} if n == 'AWSManagedRulesAmazonIpReputationList' else None
    return 200, {}, json.dumps({'VersionName': v or 'Version_2.0', 'Capacity': 700, 'LabelNamespace': f'awswaf:managed:aws:{LABEL[n]}:',
        'Rules': [{'Name': r, 'Action': act if r == 'AWSManagedIPDDoSList' and act else {'Block': {}}} for r in RULES[n]]})
def list_available_managed_rule_groups(self):
    return 200, {}, json.dumps({'ManagedRuleGroups': [{'VendorName': 'AWS', 'Name': n, 'VersioningSupported': 'IpRep' not in n and 'AnonymousIp' not in n, 'Description': ''} for n in RULES]})
def list_available_managed_rule_group_versions(self):
    return 200, {}, json.dumps({'Versions': VERSIONS[:1], 'CurrentDefaultVersion': 'Version_2.0'})
for f in (list_resources_for_web_acl, describe_managed_rule_group, list_available_managed_rule_groups, list_available_managed_rule_group_versions): setattr(WAFV2Response, f.__name__, f)
_assoc = WAFV2Response.associate_web_acl
def associate_web_acl(self):        # AWS moves a resource to the new ACL; moto leaves it in both
    r = json.loads(self.body)['ResourceArn']
    for w in self.wafv2_backend.wacls.values():
        if r in w.associated_resources: w.associated_resources.remove(r)
    return _assoc(self)
WAFV2Response.associate_web_acl = associate_web_acl
def list_logging_configurations(self):      # moto leaves out those of CloudFront's ACLs, and answers with the customer's own whichever are asked for
    p = json.loads(self.body); is_global = p.get('Scope') == 'CLOUDFRONT'
    kept = [c.to_dict() for arn, c in self.wafv2_backend.logging_configurations.items() if (':global/' in arn) == is_global] if p.get('LogScope', 'CUSTOMER') == 'CUSTOMER' else []
    return json.dumps({'LoggingConfigurations': [{k: v for k, v in c.items() if v is not None} for c in kept]})
WAFV2Response.list_logging_configurations = list_logging_configurations

# ---- shield
def describe_subscription(self):
    s = self.shield_backend.describe_subscription(); d = s.to_dict()
    d['StartTime'], d['EndTime'] = s.start_time.timestamp(), s.end_time.timestamp()
    return json.dumps({'Subscription': d})
def get_subscription_state(self):
    return json.dumps({'SubscriptionState': 'ACTIVE' if getattr(self.shield_backend, 'subscription', None) else 'INACTIVE'})
ShieldResponse.describe_subscription = describe_subscription
ShieldResponse.get_subscription_state = get_subscription_state
ShieldResponse.list_protection_groups = lambda self: json.dumps({'ProtectionGroups': []})
ShieldResponse.describe_emergency_contact_settings = lambda self: json.dumps({'EmergencyContactList': []})

# ---- ecr: the status and the summary of the scan in DescribeImages; planted scans (POST /_plus/ecr?region=R {"repo|tag": {"status","completedAt","counts","findings"}})
scans = {}
_di, _df = ECRBackend.describe_images, ECRBackend.describe_image_scan_findings
def planted(self, repo, img):
    return next((v for t in (img.image_tags or [img.image_tag]) if (v := scans.get((self.region_name, f'{repo}|{t}')))), None)
def describe_images(self, repository_name, *a, **k):
    out = _di(self, repository_name, *a, **k)
    for i in out:
        i.artifact_media_type = 'application/vnd.docker.container.image.v1+json'      # moto leaves it out; Prowler then thinks nothing can be scanned
        p = planted(self, repository_name, i)
        if p and 'pushedAt' in p: i.image_pushed_at = p['pushedAt']
        if p and 'status' in p:       # without one: pushed, and never scanned
            i.image_scan_status = {'status': p['status'], 'description': p.get('description', '')}
            if p['status'] in ('COMPLETE', 'ACTIVE'): i.image_scan_findings_summary = {'imageScanCompletedAt': p['completedAt'], 'vulnerabilitySourceUpdatedAt': p['completedAt'], 'findingSeverityCounts': p.get('counts', {})}
        elif i.last_scan:
            i.image_scan_status = {'status': 'COMPLETE', 'description': 'The scan was completed successfully.'}
            i.image_scan_findings_summary = {'imageScanCompletedAt': i.last_scan, 'findingSeverityCounts': {'HIGH': 1}}
    return out
def describe_image_scan_findings(self, registry_id, repository_name, image_id, *a, **k):
    img = self._get_repository(repository_name, registry_id)._get_image(image_id.get('imageTag'), image_id.get('imageDigest'))
    p = planted(self, repository_name, img)
    if not p or 'status' not in p: return _df(self, registry_id, repository_name, image_id, *a, **k)
    r = {'registryId': self.account_id, 'repositoryName': repository_name, 'imageId': {'imageDigest': img.get_image_digest(), 'imageTag': img.image_tag},
         'imageScanStatus': {'status': p['status'], 'description': p.get('description', '')}}
    if p['status'] in ('COMPLETE', 'ACTIVE'):
        r['imageScanFindings'] = {'imageScanCompletedAt': p['completedAt'], 'vulnerabilitySourceUpdatedAt': p['completedAt'], 'findingSeverityCounts': p.get('counts', {})}
        r['imageScanFindings'] |= {'enhancedFindings': p['enhancedFindings']} if 'enhancedFindings' in p else {'findings': p.get('findings', [])}
    return r
# filters with a wildcard are anchored at both ends (moto: only at the start); one without matches any name that contains it
def _match(self, f, name): return f in name if '*' not in f else bool(re.fullmatch('.*'.join(map(re.escape, f.split('*'))), name))
ECRBackend._match_repository_filter = _match
ECRBackend.describe_images, ECRBackend.describe_image_scan_findings = describe_images, describe_image_scan_findings

# ---- acm: when a certificate ends, and what uses it, which moto does not note
from moto.acm.models import CertBundle
certificates = {}
_certificate = CertBundle.describe
def certificate(self):
    out = _certificate(self)
    out['Certificate'].update(certificates.get((self.arn.split(':')[3], out['Certificate']['DomainName']), {}))
    return out
CertBundle.describe = certificate

# ---- ec2: transit gateways and network ACLs
from moto.ec2.models import EC2Backend
from moto.ec2.responses import EC2Response
_search = EC2Backend.search_transit_gateway_routes
def search_transit_gateway_routes(self, transit_gateway_route_table_id, filters, max_results=None):
    named = lambda a: {'resourceId': a.resource_id, 'resourceType': a.resource_type, 'transitGatewayAttachmentId': a.id}
    table = self.transit_gateways_route_tables.get(transit_gateway_route_table_id)
    out = []
    for r in _search(self, transit_gateway_route_table_id, filters):
        a = r.get('transitGatewayAttachments') or []
        out.append({**r, 'transitGatewayAttachments': [a] if isinstance(a, dict) else a})
    wanted = lambda key, value: not filters.get(key) or value in filters[key]
    for p in table.route_table_propagation if table else []:
        a = self.transit_gateway_attachments[p.transitGatewayAttachmentId]
        if a.resource_type != 'vpc' or not wanted('type', 'propagated') or not wanted('state', 'active'): continue
        for block in self.vpcs[a.resource_id].get_cidr_block_association_set():
            if any(r['destinationCidrBlock'] == block['cidr_block'] for r in out): continue      # a static route goes first
            out.append({'destinationCidrBlock': block['cidr_block'], 'state': 'active', 'type': 'propagated', 'transitGatewayAttachments': [named(a)]})
    return out
def set_attachment_association(self, transit_gateway_attachment_id, transit_gateway_route_table_id):
    self.transit_gateway_attachments[transit_gateway_attachment_id].transit_gateway_route_table = self.transit_gateways_route_tables[transit_gateway_route_table_id]
def unset_attachment_association(self, tgw_attach_id): self.transit_gateway_attachments[tgw_attach_id].transit_gateway_route_table = None
for f in (search_transit_gateway_routes, set_attachment_association, unset_attachment_association): setattr(EC2Backend, f.__name__, f)
_param = EC2Response._get_param
def _get_param(self, param_name, if_none=None): return _param(self, 'IcmpTypeCode' + param_name[4:] if param_name in ('Icmp.Type', 'Icmp.Code') else param_name, if_none)
EC2Response._get_param = _get_param

# A digest is signed as it is; moto hashes it again.
from moto.kms.responses import KmsResponse
from moto.kms.utils import ECDSAPrivateKey
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
_message_type = threading.local()
_kms_sign, _ecdsa_sign = KmsResponse.sign, ECDSAPrivateKey.sign
def kms_sign(self):
    _message_type.value = self._get_param('MessageType')
    return _kms_sign(self)
def ecdsa_sign(self, message, signing_algorithm):
    if getattr(_message_type, 'value', None) != 'DIGEST' or signing_algorithm != 'ECDSA_SHA_256': return _ecdsa_sign(self, message, signing_algorithm)
    return self.private_key.sign(message, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
KmsResponse.sign, ECDSAPrivateKey.sign = kms_sign, ecdsa_sign

# ---- ec2: a route whose target is gone leads nowhere; interfaces of services; descriptions of prefix lists; what a VPC leaves behind
from moto.ec2.models.elastic_network_interfaces import NetworkInterface
from moto.ec2.models.route_tables import Route
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupRule
def route_state(self):
    gone = (self.nat_gateway and self.nat_gateway.state in ('deleting', 'deleted')) or (self.vpc_pcx and self.vpc_pcx._status.code == 'deleted')
    return 'blackhole' if gone else 'active'
Route.state = property(route_state)
# Who makes an interface writes its description; nobody but the service is its requester then.
SERVICES = (('ELB ', 'amazon-elb'), ('RDSNetworkInterface', 'amazon-rds'), ('ElastiCache ', 'amazon-elasticache'), ('EFS mount target for ', 'amazon-efs'), ('AWS Lambda VPC ENI-', 'amazon-lambda'))
_interface = NetworkInterface.__init__
def interface(self, *a, **k):
    _interface(self, *a, **k)
    requester = next((name for words, name in SERVICES if self.description.startswith(words)), None)
    if requester: self.requester_managed, self.requester_id, self.status = True, requester, 'in-use'
NetworkInterface.__init__ = interface
_rule = SecurityGroupRule.__init__
def rule(self, *a, **k):
    _rule(self, *a, **k)
    given = k.get('prefix_list_id') or next((x for x in a if isinstance(x, dict) and 'PrefixListId' in x), None) or {}
    self.prefix_list_description = given.get('Description')
SecurityGroupRule.__init__ = rule
_flattened = SecurityGroup._flattened_rules
def flattened(self, rules):
    views = _flattened(self, rules)
    for view in views:
        for entry in view.prefix_list_ids:
            same = lambda r: (r.prefix_list_id, r.ip_protocol, r.from_port, r.to_port) == (entry['PrefixListId'], view.ip_protocol, view.from_port, view.to_port)
            description = next((r.prefix_list_description for r in rules if same(r)), None)
            if description: entry['Description'] = description
    return views
SecurityGroup._flattened_rules = flattened
_delete_vpc = EC2Backend.delete_vpc
def delete_vpc(self, vpc_id):
    vpc = _delete_vpc(self, vpc_id)
    for acl in [a for a in self.network_acls.values() if a.vpc_id == vpc_id]: del self.network_acls[acl.id]
    return vpc
EC2Backend.delete_vpc = delete_vpc

# ---- enforced IAM: a page size is taken out of the body before moto sees it, so that the body is not the one that was signed.
# Keys and policies are checked as before; the signature is not.
from moto.iam.access_control import IAMRequest
IAMRequest.check_signature = lambda self: None
# What is answered here and not by moto is asked of IAM as moto asks it.
from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.core.exceptions import AccessDeniedError
def refused(env, svc, action):
    """What AWS says to a caller whose policies do not allow the action; None to the others, and while IAM is not enforced."""
    if ActionAuthenticatorMixin.request_count < settings.INITIAL_NO_AUTH_ACTION_COUNT: return None
    sent = {'Authorization': 'HTTP_AUTHORIZATION', 'X-Amz-Security-Token': 'HTTP_X_AMZ_SECURITY_TOKEN'}      # a token, even an empty one, is that of a role
    headers = {name: env[key] for name, key in sent.items() if key in env}
    try: IAMRequest(account_id='123456789012', method=env['REQUEST_METHOD'], path=env['PATH_INFO'], data={}, body=b'', headers=headers, action=action).check_action_permitted('*')
    except AccessDeniedError as e: return err(svc, 403, 'AccessDeniedException', str(e.message))
    return None
GUARDDUTY = {('POST', '/findings'): 'ListFindings', ('POST', '/findings/get'): 'GetFindings', ('GET', '/member'): 'ListMembers', ('GET', '/filter'): 'ListFilters'}

# ---- the front
calls, faults, findings, covered, lock = collections.Counter(), [], {}, {}, threading.Lock()
pages = collections.OrderedDict()
NS = re.compile(r'\{.*?\}')
def names(env, body):
    m = re.search(r'Credential=([^/]+)/\d+/([^/]+)/([^/]+)/', env.get('HTTP_AUTHORIZATION', ''))
    region, svc = (m[2], m[3]) if m else ('?', '?')
    tgt = env.get('HTTP_X_AMZ_TARGET')
    if tgt: return region, svc, tgt.split('.')[-1], None
    if 'x-www-form-urlencoded' in env.get('CONTENT_TYPE', ''):
        q = parse_qs(body.decode('utf8', 'replace'))
        if 'Action' in q: return region, svc, q['Action'][0], q
    return region, svc, env['REQUEST_METHOD'] + ' ' + re.sub(r'/[0-9a-f]{20,}|/[a-z0-9]{10}(?=/|$)', '/*', env.get('PATH_INFO', '/')), None
JSONSVC = {'wafv2', 'ecr', 'shield', 'guardduty', 'inspector2', 'acm', 'organizations', 'logs', 'appsync', 'cognito-idp', 'fms', 'apigateway', 'eks', 'cloudtrail'}
def err(svc, status, code, msg, req='plus'):
    if svc in JSONSVC: return Response(json.dumps({'__type': code, 'message': msg, 'Message': msg}), status, {'x-amzn-ErrorType': code, 'x-amzn-RequestId': req}, content_type='application/x-amz-json-1.1')
    if svc == 'ec2': return Response(f'<Response><Errors><Error><Code>{code}</Code><Message>{msg}</Message></Error></Errors><RequestID>{req}</RequestID></Response>', status, content_type='text/xml')
    return Response(f'<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{msg}</Message></Error><RequestId>{req}</RequestId></ErrorResponse>', status, content_type='text/xml')
DENIED = {'ec2': 'UnauthorizedOperation', 'elasticloadbalancing': 'AccessDenied', 'iam': 'AccessDenied', 'sts': 'AccessDenied', 'cloudfront': 'AccessDenied', 'autoscaling': 'AccessDenied'}
inner = DomainDispatcherApplication(create_backend_app)
cache, CACHE = {}, bool(os.environ.get('PLUS_CACHE'))
READ = re.compile(r'^(Describe|List|Get|Search|BatchGet|GET )')

def call(env, body):
    import io
    env = dict(env); env['wsgi.input'] = io.BytesIO(body); env['CONTENT_LENGTH'] = str(len(body))
    return Response.from_app(inner, env, buffered=True)

EC2_MODEL = None
def page_range(operation):
    """What EC2's own model allows for MaxResults: 5 to 1000 for most, 100 at most for route tables and prefix lists."""
    global EC2_MODEL
    if EC2_MODEL is None:
        import botocore.session
        EC2_MODEL = botocore.session.get_session().get_service_model('ec2')
    size = EC2_MODEL.operation_model(operation).input_shape.members['MaxResults']
    said = re.search(r'between (\d+) and (\d+)', size.documentation or '')       # where the model has no range
    return size.metadata.get('min', int(said[1]) if said else 1), size.metadata.get('max', int(said[2]) if said else 1000)

def ec2_page(q, body, env):
    """moto answers whole; cut its answer in pages the way EC2 does. The whole answer is kept for the tokens."""
    n, tok = q.get('MaxResults', [None])[0], q.get('NextToken', [None])[0]
    if not n and not tok: return None
    low, high = page_range(q['Action'][0])
    if n and not low <= int(n) <= high:
        return err('ec2', 400, 'InvalidParameterValue', f'Value ( {n} ) for parameter maxResults is invalid. Expecting a value between {low} and {high}.')
    if tok:
        key, off, n0 = base64.b64decode(tok).decode().rsplit('|', 2)
        off, n = int(off), min(int(n or n0), CAP)
        root = pages.get(key)
        if root is None: return err('ec2', 400, 'InvalidNextToken', 'The token is not valid.')
    else:
        off, n = 0, min(int(n), CAP)
        r = call(env, re.sub(rb'&?MaxResults=\d+', b'', body))
        if r.status_code != 200: return r
        root = ET.fromstring(r.get_data()); key = f'{time.time_ns()}'
        with lock:
            pages[key] = root
            while len(pages) > 512: pages.popitem(last=False)
    ns = NS.match(root.tag); ns = ns[0] if ns else ''
    if ns: ET.register_namespace('', ns[1:-1])      # before anything is printed: an empty set too must come without a prefix
    sets = [c for c in root if len(c) and all(NS.sub('', i.tag) == 'item' for i in c)]
    if not sets: return Response(ET.tostring(root), 200, content_type='text/xml')
    s = max(sets, key=len); items = list(s)
    out = ET.Element(root.tag)
    for c in root:
        if c is s:
            e = ET.SubElement(out, c.tag); e.extend(items[off:off + n])
        elif NS.sub('', c.tag) != 'nextToken': out.append(c)
    if off + n < len(items):
        ET.SubElement(out, ns + 'nextToken').text = base64.b64encode(f'{key}|{off + n}|{n}'.encode()).decode()
    return Response(ET.tostring(out, encoding='utf-8', xml_declaration=True), 200, content_type='text/xml')

def ecr_page(op, body, r):
    p = json.loads(body or b'{}'); n = min(p.get('maxResults') or 100, CAP)
    d = json.loads(r.get_data()); k = 'repositories' if op == 'DescribeRepositories' else 'imageDetails'
    if k not in d: return r
    off = int(p.get('nextToken') or 0); rest = d[k][off + n:]; d[k] = d[k][off:off + n]
    if rest: d['nextToken'] = str(off + n)
    else: d.pop('nextToken', None)
    return Response(json.dumps(d), 200, content_type='application/x-amz-json-1.1')

def guardduty(env, region, body):
    path, m = env['PATH_INFO'], env['REQUEST_METHOD']
    fs = findings.get(region, [])
    if m == 'POST' and path.endswith('/findings'):
        p = json.loads(body or b'{}'); c = (p.get('findingCriteria') or {}).get('criterion', {})
        arch = c.get('service.archived', {}); sev = c.get('severity', {})
        one = lambda f: all((o in ('eq', 'equals') and any(float(x) == f['Severity'] for x in v)) or (o in ('neq', 'notEquals') and all(float(x) != f['Severity'] for x in v))
            or (o in ('gte', 'greaterThanOrEqual') and f['Severity'] >= float(v)) or (o in ('gt', 'greaterThan') and f['Severity'] > float(v))
            or (o in ('lte', 'lessThanOrEqual') and f['Severity'] <= float(v)) or (o in ('lt', 'lessThan') and f['Severity'] < float(v)) for o, v in sev.items())
        want = (arch.get('eq') or arch.get('equals') or [None])[0]
        ids = [f['Id'] for f in fs if one(f) and (want is None or str(f['Service']['Archived']).lower() == want)]
        n = min(p.get('maxResults') or 50, 50); off = int(p.get('nextToken') or 0)
        return {'findingIds': ids[off:off + n], 'nextToken': str(off + n) if off + n < len(ids) else ''}
    if m == 'POST' and path.endswith('/findings/get'):
        ids = json.loads(body)['findingIds']
        low = lambda o: {k[0].lower() + k[1:]: low(v) for k, v in o.items()} if isinstance(o, dict) else [low(x) for x in o] if isinstance(o, list) else o
        return {'findings': [low(f) for f in fs if f['Id'] in ids]}
    if m == 'GET' and path.endswith('/member'): return {'members': []}
    if m == 'GET' and path.endswith('/filter'): return {'filterNames': []}
    return None

def coverage(region, body):
    """Of what is planted, that which the filters of resource type and use let through, in pages."""
    p = json.loads(body or b'{}'); f = p.get('filterCriteria') or {}
    used = lambda c: c['resourceMetadata'].get('ecrImage', {}).get('inUseCount', 0)
    fits = [c for c in covered.get(region, []) if all(c['resourceType'] == t['value'] for t in f.get('resourceType', [])) and all(used(c) >= r.get('lowerInclusive', 0) for r in f.get('ecrImageInUseCount', []))]
    n = min(p.get('maxResults') or 200, CAP); off = int(p.get('nextToken') or 0)
    return {'coveredResources': fits[off:off + n], **({'nextToken': str(off + n)} if off + n < len(fits) else {})}

def front(env, start):
    n = int(env.get('CONTENT_LENGTH') or 0); body = env['wsgi.input'].read(n) if n else b''
    if env.get('HTTP_TRANSFER_ENCODING', '').lower() == 'chunked': return inner(env, start)
    path = env.get('PATH_INFO', '/')
    if path.startswith('/_plus/'):
        if path == '/_plus/calls' and env['REQUEST_METHOD'] == 'GET': return Response(json.dumps(dict(sorted(calls.items())), indent=1))(env, start)
        if path == '/_plus/calls': calls.clear()
        if path == '/_plus/faults': faults[:] = json.loads(body or b'[]')
        if path == '/_plus/page': globals()['CAP'] = int(body or b'0') or DEFAULT_CAP
        if path == '/_plus/ecr': scans.update({(parse_qs(env['QUERY_STRING'])['region'][0], k): v for k, v in json.loads(body).items()})
        if path == '/_plus/acm': certificates.update({(parse_qs(env['QUERY_STRING'])['region'][0], k): v for k, v in json.loads(body).items()})
        if path == '/_plus/inspector': covered[parse_qs(env['QUERY_STRING'])['region'][0]] = json.loads(body)
        if path == '/_plus/guardduty': findings[parse_qs(env['QUERY_STRING'])['region'][0]] = json.loads(body)
        return Response('{}')(env, start)
    if path.startswith('/moto-api'):
        import io
        env['wsgi.input'] = io.BytesIO(body); return inner(env, start)
    region, svc, op, q = names(env, body)
    with lock: calls[f'{svc}:{op}'] += 1
    for f in faults:
        if f['op'] in (f'{svc}:{op}', f'{svc}:*', '*') and f.get('region', '*') in ('*', region) and f.get('times', 0) >= 0:
            with lock:
                wait = f.get('after', 0); f['after'] = max(0, wait - 1)
            if wait > 0: continue
            if f.get('times', 0) > 0: f['times'] = f['times'] - 1 or -1
            k = f['kind']
            if k == 'denied': return err(svc, 403 if svc != 'wafv2' else 400, DENIED.get(svc, 'AccessDeniedException'), f'not authorized to perform: {svc}:{op}')(env, start)
            if k == 'expired': return err(svc, 400 if svc == 'ec2' else 403, 'RequestExpired' if svc == 'ec2' else 'ExpiredToken', 'The security token included in the request is expired')(env, start)
            if k == 'html': return Response('<!DOCTYPE html><html><head><title>Sign in</title></head><body><p>Please sign in</p></body></html>', 200, content_type='text/html')(env, start)
            if k == 'html502': return Response('<html><head><title>502 Bad Gateway</title></head><body><center>502</center><hr></body></html>', 502, content_type='text/html')(env, start)
            if k == 'throttle': return err(svc, 400, 'RequestLimitExceeded' if svc == 'ec2' else 'ThrottlingException', 'Rate exceeded')(env, start)
            if k == '500': return err(svc, 500, 'InternalError', 'An internal error has occurred')(env, start)
            if k == 'timeout': time.sleep(f.get('seconds', 60))
            if k == 'truncate':
                r = call(env, body); r.set_data(r.get_data()[:max(1, len(r.get_data()) // 2)]); return r(env, start)
    ckey = None
    if CACHE and svc != 'sts':
        if READ.match(op) or path.endswith(('/findings', '/findings/get')):
            ckey = (svc, region, op, path, env.get('QUERY_STRING'), body, re.search(r'Credential=([^/]+)', env.get('HTTP_AUTHORIZATION', ''))[1] if 'Credential=' in env.get('HTTP_AUTHORIZATION', '') else '')
            if ckey in cache:
                st, hd, data = cache[ckey]; return Response(data, st, hd)(env, start)
        else: cache.clear()
    try:
        r = None
        if svc == 'guardduty' and (g := guardduty(env, region, body)) is not None:
            action = next(a for (m, end), a in GUARDDUTY.items() if m == env['REQUEST_METHOD'] and path.endswith(end))
            r = refused(env, svc, action) or Response(json.dumps(g), 200, content_type='application/json')
        elif svc == 'fms' and op == 'ListPolicies': r = Response('{"PolicyList":[]}', 200, content_type='application/x-amz-json-1.1')
        elif svc == 'inspector2' and path == '/coverage/list':
            r = refused(env, svc, 'ListCoverage') or Response(json.dumps(coverage(region, body)), 200, content_type='application/json')
        elif svc == 'ec2' and op == 'GetManagedPrefixListEntries':
            from moto.ec2.models import ec2_backends
            b = ec2_backends['123456789012'][region]
            if q['PrefixListId'][0] not in b.managed_prefix_lists and not any(q['PrefixListId'][0] in ec2_backends[a][region].managed_prefix_lists for a in list(ec2_backends)):
                r = err('ec2', 400, 'InvalidPrefixListID.NotFound', f"The prefix list ID '{q['PrefixListId'][0]}' does not exist")
        if r is None and svc == 'ec2' and q: r = ec2_page(q, body, env)
        if r is None:
            r = call(env, body)
            if svc == 'ecr' and op in ('DescribeRepositories', 'DescribeImages') and r.status_code == 200: r = ecr_page(op, body, r)
    except (NotImplementedError, AttributeError, TypeError) as e:
        with lock: calls[f'missing {svc}:{op}'] += 1
        r = err(svc, 501, 'NotImplemented', f'moto: {e}')
    if r.status_code == 404 and svc in ('guardduty', 'inspector2', 'globalaccelerator', 'apprunner') and b'<!doctype' in r.get_data()[:20].lower():
        with lock: calls[f'missing {svc}:{op}'] += 1
        r = err(svc, 501, 'NotImplemented', 'moto: no such path')
    if r.status_code == 403 and svc in JSONSVC and r.get_data()[:1] == b'<':
        m = re.search(rb'<Message>(.*?)</Message>', r.get_data(), re.S)
        r = err(svc, 400 if svc in ('wafv2', 'ecr', 'shield', 'acm', 'organizations') else 403, 'AccessDeniedException', (m[1] if m else b'').decode())
    if r.status_code == 403 and svc == 'ec2': r.set_data(r.get_data().replace(b'<Code>AccessDenied</Code>', b'<Code>UnauthorizedOperation</Code>'))
    if ckey and r.status_code == 200: cache[ckey] = (r.status_code, [(k, v) for k, v in r.headers if k.lower() != 'content-length'], r.get_data())
    return r(env, start)

class Quiet(MotoRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_request(self, *a, **k): pass
if __name__ == '__main__':
    ap = argparse.ArgumentParser(); ap.add_argument('-H', default='127.0.0.1'); ap.add_argument('-p', type=int, default=5557); a = ap.parse_args()
    os.environ.setdefault('MOTO_PORT', str(a.p))
    os.environ.setdefault('MOTO_EC2_LOAD_DEFAULT_AMIS', 'false')
    run_simple(a.H, a.p, front, threaded=True, use_reloader=False, request_handler=Quiet if os.environ.get('PLUS_QUIET') else MotoRequestHandler)
