import type { Control, Finding, FrameworkInfo, Json, Severity } from '@datawave/plugin-sdk';
import type { ScanResult } from './scan-result.ts';

const LEVELS: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** What code-scanning services rank by, as CVSS does, 0 to 10. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};

const ruleId = (finding: Pick<Finding, 'framework' | 'control'>): string =>
  `${finding.framework}/${finding.control.replaceAll(' ', '')}`;

/** The violations as a SARIF 2.1.0 log: a rule for each control, a result for each violation. */
export function renderSarif(result: ScanResult, frameworks: readonly FrameworkInfo[]): Json {
  const ids = [...new Set(result.violations.map(ruleId))].sort();
  const rules = ids.map((id) => describeRule(id, result.violations, frameworks));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'DataWave', semanticVersion: result.datawave, version: result.datawave, rules },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful:
              result.errors.length === 0 && result.targets.every((target) => target.error === null),
            toolExecutionNotifications: [
              ...result.targets.flatMap((target) =>
                target.error === null
                  ? []
                  : [
                      {
                        level: 'error',
                        message: { text: `${target.target}: ${target.error.message}` },
                        descriptor: { id: target.error.code },
                      },
                    ],
              ),
              ...result.errors.map((error) => ({
                level: 'error',
                message: { text: `${error.asset}: ${error.message}` },
                descriptor: { id: error.code },
              })),
            ],
          },
        ],
        results: result.violations.map((violation) => describeResult(violation, ids)),
      },
    ],
  };
}

function describeRule(
  id: string,
  violations: readonly Finding[],
  frameworks: readonly FrameworkInfo[],
): Json {
  const example = violations.find((violation) => ruleId(violation) === id);
  const control: Control | undefined = frameworks
    .find((framework) => framework.id === example?.framework)
    ?.controls.find((candidate) => candidate.id === example?.control);
  return {
    id,
    name: control?.title ?? id,
    shortDescription: { text: control === undefined ? id : `${control.id} ${control.title}` },
    ...(control === undefined ? {} : { fullDescription: { text: control.summary }, helpUri: control.url }),
    ...(example === undefined
      ? {}
      : {
          help: { text: example.remediation },
          properties: {
            tags: ['security', 'privacy'],
            'security-severity': SECURITY_SEVERITY[example.severity],
          },
        }),
  };
}

function describeResult(violation: Finding, ids: readonly string[]): Json {
  const id = ruleId(violation);
  const name =
    violation.column === null
      ? violation.asset
      : `${violation.asset}#${encodeURIComponent(violation.column.toWellFormed())}`;
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(id),
    level: LEVELS[violation.severity],
    message: { text: `${violation.message} ${violation.remediation}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: violation.asset } },
        logicalLocations: [
          {
            name: violation.column ?? violation.asset,
            fullyQualifiedName: name,
            kind: violation.column === null ? 'object' : 'member',
          },
        ],
      },
    ],
    partialFingerprints: { 'datawave/v1': `${id}|${name}` },
    properties: { severity: violation.severity },
  };
}
