import {
  type AssessmentService,
  DataWaveError,
  type Finding,
  type Framework,
  type Logger,
  SEVERITIES,
} from '@datawave/plugin-sdk';

/** Assessment over a changing set of frameworks. One that throws is named in the log; the others' findings stand. */
export function createAssessment(options: {
  readonly frameworks: () => readonly Framework[];
  readonly log: Logger;
}): AssessmentService {
  return {
    async assess(facts, { frameworks: wanted }) {
      const chosen = choose(options.frameworks(), wanted);
      const found = await Promise.all(
        chosen.map(async (framework) => {
          try {
            return await framework.assess(facts);
          } catch (error) {
            options.log.error('a framework failed; its findings are left out', {
              framework: framework.info.id,
              asset: facts.urn,
              error,
            });
            return [];
          }
        }),
      );
      return found.flat().sort(bySeverity);
    },
    async frameworks() {
      return options.frameworks().map((framework) => framework.info);
    },
  };
}

function choose(present: readonly Framework[], wanted: readonly string[] | undefined): readonly Framework[] {
  if (wanted === undefined) return present;
  return wanted.map((id) => {
    const framework = present.find((candidate) => candidate.info.id === id);
    if (framework !== undefined) return framework;
    const known = present.map((candidate) => candidate.info.id).join(', ');
    throw new DataWaveError({
      code: 'DW_FRAMEWORK_UNKNOWN',
      message: `There is no framework "${id.slice(0, 100)}".`,
      hint:
        known === ''
          ? 'No framework is installed: add a framework plugin to the configuration.'
          : `Installed are: ${known}.`,
      status: 400,
    });
  });
}

const bySeverity = (a: Finding, b: Finding): number =>
  SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
  compare(a.framework, b.framework) ||
  compare(a.column ?? '', b.column ?? '') ||
  compare(a.control, b.control);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
