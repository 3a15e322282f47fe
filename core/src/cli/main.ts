import { runCommandLine } from './command-line.ts';
import { leaveThreadsTheirLimits } from './thread-limits.ts';

leaveThreadsTheirLimits();

// A reader that has gone away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  isInteractive: process.stderr.isTTY === true,
});
