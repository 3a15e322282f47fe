import semver from 'semver';
import { isRecord, objectOf, textOf, textsOf } from '../publish/package-json.ts';
import type { PublishCheck, Submission } from './publish-check.ts';

const SDK = '@datawave/plugin-sdk';

/** The manifest is there, valid, and the package holds together. */
export const manifestCheck: PublishCheck = ({ packageJson, faults }) => {
  if (!isRecord(packageJson['datawave']))
    return ['package.json has no manifest under "datawave": this registry lists plugins of DataWave only.'];
  return faults.filter(({ code }) => !OF_INSTALLING.has(code)).map(({ message }) => message);
};

/** Under which the packaging refuses what {@link installScriptsCheck} says in its own words. */
const OF_INSTALLING: ReadonlySet<string> = new Set(['DW_PACKAGE_SCRIPTS', 'DW_PACKAGE_DEPENDENCIES']);

/** The SDK range is one, and the manifest and the peer dependency agree upon it. */
export const sdkRangeCheck: PublishCheck = (submission) => {
  const range = sdkRangeOf(submission.packageJson);
  if (range === '')
    return [`Neither peerDependencies["${SDK}"] nor apiVersion of the manifest says which SDK it runs with.`];
  const parsed = semver.validRange(range);
  if (parsed === null) return [`${JSON.stringify(range)} is no range of SDK versions.`];
  const findings: string[] = [];
  // Whoever is sure of every version that will ever be has not looked.
  if (semver.satisfies('9999.0.0', range))
    findings.push(`The range of SDK versions ${JSON.stringify(range)} has no end; write "^1.0" or alike.`);
  const api = textOf(objectOf(submission.packageJson, 'datawave'), 'apiVersion');
  if (semver.validRange(api) === null) findings.push(`apiVersion ${JSON.stringify(api)} is no range.`);
  else if (parsed !== '*' && !semver.intersects(api, range))
    findings.push(`apiVersion ${api} and peerDependencies["${SDK}"] ${range} have no version in common.`);
  return findings;
};

/** Of the peer dependency, else of the manifest; empty where neither says one. */
export function sdkRangeOf(packageJson: Submission['packageJson']): string {
  const peer = objectOf(packageJson, 'peerDependencies')[SDK];
  return typeof peer === 'string' ? peer : textOf(objectOf(packageJson, 'datawave'), 'apiVersion');
}

/** A licence of the list, and its text. */
export const licenceCheck: PublishCheck = ({ packageJson, files }, { licences }) => {
  const licence = textOf(packageJson, 'license');
  const findings: string[] = [];
  if (licence === '') findings.push('package.json names no licence under "license".');
  else if (!isAdmitted(licence, new Set(licences)))
    findings.push(`The licence ${JSON.stringify(licence)} is not among those that this registry admits.`);
  if (![...files.keys()].some((path) => /^licen[cs]e(?:[.-][^/]*)?$/i.test(path)))
    findings.push('The text of the licence is missing: add a file LICENSE.');
  return findings;
};

/** Of `A OR B` one must be admitted, of `A AND B` both. */
function isAdmitted(expression: string, admitted: ReadonlySet<string>): boolean {
  return expression
    .replace(/[()]/g, ' ')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((one) => admitted.has(one.trim())));
}

/** Not larger than what plugins usually are. */
export const sizeCheck: PublishCheck = ({ files, unpackedSize }, { usualUnpackedBytes }) => {
  if (unpackedSize <= usualUnpackedBytes) return [];
  const largest = [...files].sort(([, left], [, right]) => right.length - left.length).slice(0, 3);
  return [
    `All files have ${unpackedSize} bytes, and more than ${usualUnpackedBytes} is unusual; the largest are ${largest
      .map(([path, bytes]) => `${path} (${bytes.length})`)
      .join(', ')}.`,
  ];
};

const INSTALL_SCRIPTS = [
  ...['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare'],
];

/** Nothing runs when the package is installed, and nothing else is pulled in. */
export const installScriptsCheck: PublishCheck = ({ packageJson, files, faults }) => {
  const scripts = objectOf(packageJson, 'scripts');
  const findings = INSTALL_SCRIPTS.filter((name) => scripts[name] !== undefined).map(
    (name) => `The script "${name}" would run on the machine of whoever installs it.`,
  );
  if (files.has('binding.gyp')) findings.push('binding.gyp would have npm compile code at the installation.');
  for (const field of ['dependencies', 'optionalDependencies'] as const) {
    const names = Object.keys(objectOf(packageJson, field));
    if (names.length > 0)
      findings.push(`It pulls in ${names.slice(0, 5).join(', ')} by "${field}": bundle them into dist.`);
  }
  if (textsOf(packageJson, 'bundleDependencies').length > 0 || packageJson['bundleDependencies'] === true)
    findings.push('It carries packages of others by "bundleDependencies": bundle them into dist.');
  if (findings.length > 0) return findings;
  // What is only run by the publisher is refused where it is installed, too: better here than there.
  return faults.filter(({ code }) => OF_INSTALLING.has(code)).map(({ message }) => message);
};

/** Whether npm should be told that something runs at the installation. */
export const hasInstallScript = (packageJson: Submission['packageJson']): boolean => {
  const scripts = objectOf(packageJson, 'scripts');
  return ['preinstall', 'install', 'postinstall'].some((name) => scripts[name] !== undefined);
};

/** A green report of `plugin test` lies in the package and is about this version. */
export const conformanceCheck: PublishCheck = ({ name, version, files }) => {
  const bytes = files.get('conformance.json');
  if (bytes === undefined)
    return ['There is no conformance.json: "datawave plugin pack" puts the report of "plugin test" in.'];
  let report: unknown;
  try {
    report = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return ['conformance.json is no JSON.'];
  }
  if (!isRecord(report)) return ['conformance.json is no report of "datawave plugin test".'];
  const { name: ofName, packageVersion } = report;
  const findings: string[] = [];
  if (ofName !== name.full || packageVersion !== version)
    findings.push(
      `conformance.json is about ${String(ofName)}@${String(packageVersion)}: run "datawave plugin test" for this version.`,
    );
  if (report['isPassed'] !== true)
    findings.push('conformance.json tells of tests that failed, or of none that belong to a kit.');
  return findings;
};
