/** A start that cannot go on: the reason in one line, then how to mend it. */
export class LauncherError extends Error {
  constructor(reason, remedy) {
    super(reason);
    this.name = 'LauncherError';
    this.remedy = remedy;
  }
}

/** Runs a launcher's body; a failure is written to standard error and becomes exit code 1. */
export async function runLauncher(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof LauncherError)) throw error;
    process.stderr.write(`datawave: ${error.message}\n${error.remedy}\n`);
    process.exitCode = 1;
  }
}
