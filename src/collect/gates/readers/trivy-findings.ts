import type { Rank } from '../../../facts/gates/findings.js';
import type { TrivyContent } from '../../../facts/gates/trivy.js';
import { examplesOf, FindingCount } from '../findings.js';
import { ReaderProblem } from '../reader.js';
import type {
  TrivyMisconfiguration,
  TrivyResult,
  TrivySecret,
  TrivySeverity,
  TrivyVulnerability,
} from './trivy-shape.js';

type Content = Pick<
  TrivyContent,
  | 'targets'
  | 'hasVulnerabilityScan'
  | 'vulnerabilities'
  | 'misconfigurations'
  | 'secrets'
  | 'passed'
  | 'excepted'
  | 'suppressed'
  | 'examples'
>;

/** What the targets of one report add up to. */
export class TrivyFindings {
  readonly #targets = { packages: 0, configurations: 0, secrets: 0 };
  readonly #vulnerabilities = new FindingCount();
  readonly #misconfigurations = new FindingCount();
  readonly #secrets = new FindingCount();
  #hasVulnerabilityScan = false;
  #passed = 0;
  #excepted = 0;
  #suppressed = 0;

  add(result: TrivyResult): void {
    this.#countTarget(result);
    const { Vulnerabilities = [], Misconfigurations = [], Secrets = [], ExperimentalModifiedFindings = [] } = result;
    for (const each of Vulnerabilities) this.#addVulnerability(result.Target, each);
    for (const each of Misconfigurations) this.#addMisconfiguration(result.Target, each);
    for (const each of Secrets) this.#addSecret(result.Target, each);
    this.#suppressed += ExperimentalModifiedFindings.filter(({ Finding }) => Finding.Status !== 'PASS').length;
    const hidden = ExperimentalModifiedFindings.some(({ Type }) => Type === 'vulnerability');
    this.#hasVulnerabilityScan ||= Vulnerabilities.length > 0 || hidden;
    this.#addSummary(result, Misconfigurations);
  }

  get content(): Content {
    const counts = [this.#vulnerabilities, this.#misconfigurations, this.#secrets];
    return {
      targets: this.#targets,
      hasVulnerabilityScan: this.#hasVulnerabilityScan,
      vulnerabilities: this.#vulnerabilities.tallies,
      misconfigurations: this.#misconfigurations.tallies,
      secrets: this.#secrets.tallies,
      passed: this.#passed,
      excepted: this.#excepted,
      suppressed: this.#suppressed,
      examples: examplesOf(counts),
    };
  }

  #countTarget({ Class, Packages }: TrivyResult): void {
    switch (Class) {
      case 'os-pkgs':
      case 'lang-pkgs':
        this.#targets.packages += 1;
        // Only a scan for vulnerabilities has such a target where packages are not to be listed.
        this.#hasVulnerabilityScan ||= Packages === undefined;
        break;
      case 'config':
        this.#targets.configurations += 1;
        break;
      case 'secret':
        this.#targets.secrets += 1;
        break;
      case 'license':
      case 'license-file':
      case 'custom':
      case 'unknown':
      case undefined:
    }
  }

  #addVulnerability(target: string, found: TrivyVulnerability): void {
    const { VulnerabilityID, PkgName, InstalledVersion = '', FixedVersion = '', Severity } = found;
    const fix = FixedVersion === '' ? 'no fix' : `fixed in ${FixedVersion}`;
    const text = `${VulnerabilityID} in ${PkgName} ${InstalledVersion} of ${target} (${Severity}, ${fix})`;
    this.#vulnerabilities.add(rankOf(Severity), FixedVersion === '' ? 'unfixable' : 'fixable', text);
  }

  #addMisconfiguration(target: string, { ID, Title = '', Severity, Status }: TrivyMisconfiguration): void {
    if (Status === 'EXCEPTION') this.#excepted += 1;
    if (Status === 'FAIL')
      this.#misconfigurations.add(rankOf(Severity), 'unsaid', `${ID} in ${target} (${Severity}): ${Title}`);
  }

  #addSecret(target: string, { RuleID, Severity, StartLine }: TrivySecret): void {
    this.#secrets.add(rankOf(Severity), 'unsaid', `a secret (${RuleID}, ${Severity}) in ${target}:${StartLine}`);
  }

  /** The summary counts what the list leaves out: checks that passed. Of failures it counts those that are listed. */
  #addSummary({ Target, MisconfSummary }: TrivyResult, listed: readonly TrivyMisconfiguration[]): void {
    const of = (status: TrivyMisconfiguration['Status']): number =>
      listed.filter(({ Status }) => Status === status).length;
    this.#passed += MisconfSummary?.Successes ?? of('PASS');
    if (MisconfSummary === undefined || MisconfSummary.Failures === of('FAIL')) return;
    const text = `the summary of ${Target} counts ${MisconfSummary.Failures} failures, and ${of('FAIL')} are listed`;
    throw new ReaderProblem('wrong-format', text);
  }
}

function rankOf(severity: TrivySeverity): Rank {
  switch (severity) {
    case 'CRITICAL':
      return 'critical';
    case 'HIGH':
      return 'high';
    case 'MEDIUM':
      return 'medium';
    case 'LOW':
      return 'low';
    case 'UNKNOWN':
      return 'unranked';
  }
}
