/** What each key of prepay.yaml is for, as editors show it. By path; `[]` is any item of a list, `*` any name. */
export const configDescriptions: Readonly<Record<string, string>> = {
  version: 'Version of this format: 1.',
  entity: 'Who is assessed; reports print it.',
  'entity.name': 'Name of the entity.',
  'entity.role': 'What the entity is to PCI DSS.',
  'entity.assessment': 'Report on compliance (roc) or self-assessment questionnaire (saq).',
  'entity.multiTenant': 'Whether several customers share the platform, so that Appendix A1 applies.',
  'entity.rationale': 'Why role, assessment and tenancy are what they are.',
  scope: 'What is audited. Without it: what the environment names.',
  'scope.aws': 'AWS accounts.',
  'scope.aws[].account': 'Account id of 12 digits, in quotes. Credentials of another account are refused.',
  'scope.aws[].regions': 'Names of regions, or all: every region that the account has enabled.',
  'scope.github': 'Organizations of GitHub.',
  'scope.github[].org': 'Name of the organization, as in the address of its page.',
  'scope.github[].repositories':
    'Names of repositories, with * and ?; one that matches none is an error. Without it: all.',
  gates: 'The artefacts of CI that are judged: coverage, linter, tests, scans and audits.',
  'gates.dir': 'The folder of artefacts, relative to where the audit runs.',
  'gates.maxAgeHours':
    'How many hours before the run an artefact may have been written; an older one is stale, so unknown.',
  'gates.expect':
    'The gates that have to be there; one without a file is unknown. Without it: coverage, lint, tests, sbom, trivy, and what lock files call for.',
  'gates.sonarqube': 'The project of a SonarQube server, whose token is SONAR_TOKEN of the environment.',
  'gates.sonarqube.url': 'Address of the server. Without it: SONAR_HOST_URL.',
  'gates.sonarqube.project': 'Key of the project.',
  'gates.sonarqube.branch': 'The branch whose analysis is judged. Without it: the main branch of the project.',
  cde: 'What the cardholder data environment is. Without it: everything that is audited, and the report says so.',
  'cde.aws': 'How resources of AWS that are in it are told apart.',
  'cde.aws.tags': 'Tags that a resource has, all of them, if it is in the cardholder data environment.',
  'cde.aws.tags.*': 'The value of that tag, as it is written on the resource.',
  approved:
    'What is broad and meant to be: each entry with a reason and an owner. One that matches nothing is reported.',
  'approved.networks': 'Networks outside that may be let in.',
  'approved.networks[].cidr':
    'One block, as 192.0.2.0/24. What counts as the internet cannot be approved as a network.',
  'approved.networks[].prefixList':
    'In place of cidr: the id (pl-…) or the name of a managed prefix list, of AWS or your own, where a rule names it.',
  'approved.networks[].reason': 'Why it is approved.',
  'approved.networks[].owner': 'The person or team that answers for it.',
  'approved.ports': 'Ports that may be open to the internet. In place of the defaults tcp/443 and tcp/80.',
  'approved.ports[].protocol': 'tcp, udp, icmp, icmpv6, or a protocol number from 0 to 255.',
  'approved.ports[].ports':
    'A port or range as text, as 8000-8010; for icmp and icmpv6 one type. Without it: all of the protocol.',
  'approved.ports[].reason': 'Why it is approved.',
  'approved.ports[].owner': 'The person or team that answers for it.',
  'approved.routers': 'What may have the source/destination check off: NAT instances, firewalls and other routers.',
  'approved.routers[].id':
    'The id of a network interface (eni-…) or of an instance (i-…), which stands for all of its interfaces.',
  'approved.routers[].reason': 'Why it is approved.',
  'approved.routers[].owner': 'The person or team that answers for it.',
  params: 'Parameters of controls, by control id. `prepay controls show ID` lists them with default and bounds.',
  'params.*': 'Parameters of one control, by name.',
  'params.*.*': 'A whole number, or a list of texts such as tcp/22.',
  signing: 'How packs are signed.',
  'signing.key': 'Path of the private key file, relative to this file. The key itself never stands here.',
  'signing.required': 'Whether to refuse to run without a key.',
};
