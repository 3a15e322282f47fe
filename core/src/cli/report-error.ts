import type { CommandIo } from '@datawave/plugin-sdk';
import { DataWaveError } from '@datawave/plugin-sdk';
import { redactText } from '../telemetry/redaction.ts';
import { terminalText } from '../telemetry/terminal-text.ts';
import { UsageError } from './cli-command.ts';

/** Writes an error as people should see it, the reason first, then how to mend it. Answers the exit code. */
export function reportError(error: unknown, io: CommandIo): number {
  const write = (line: string, indent = ''): void =>
    void io.stderr.write(`${terminalText(redactText(line), indent)}\n`);
  if (error instanceof UsageError) {
    write(`datawave: ${error.message}`);
    write(error.usage);
    return 2;
  }
  if (DataWaveError.is(error)) {
    // What a stranger wrote may stand in it, and begins no line.
    write(`datawave: ${error.message} [${error.code}]`, '  ');
    if (error.hint !== undefined) write(error.hint, '  ');
    if (io.env['DATAWAVE_DEBUG'] && error.stack !== undefined) write(error.stack);
    return 1;
  }
  write(`datawave: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  write('This is a defect of DataWave. Set DATAWAVE_DEBUG=1 to see where it comes from, and report it.');
  if (io.env['DATAWAVE_DEBUG'] && error instanceof Error && error.stack !== undefined) write(error.stack);
  return 1;
}
