import { Writable } from 'node:stream';
import type { LogFields, Logger } from '@datawave/plugin-sdk';
import { createTextLogger } from '../../telemetry/text-logger.ts';
import type { Screen } from './screen.ts';

/** The place of a state's files within the plugin's folder: authors know their files by another. */
const STATE = /[\\/]\.datawave-dev[\\/](?:current|\d+)(?=[\\/])/g;

/** Everything that one plugin logs, and of all others what went wrong. */
export function pluginLog(id: string, screen: Screen): Logger {
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      screen.write(chunk.toString('utf8').replaceAll(STATE, ''));
      done();
    },
  });
  const own = createTextLogger({ level: 'debug', destination });
  const others = createTextLogger({ level: 'error', destination });
  return chosen({ own, others, id, screen }, {});
}

interface Parts {
  readonly own: Logger;
  readonly others: Logger;
  readonly id: string;
  readonly screen: Screen;
}

function chosen(parts: Parts, base: LogFields): Logger {
  const { own, others, id, screen } = parts;
  const of = (fields?: LogFields): Logger => ((fields?.['plugin'] ?? base['plugin']) === id ? own : others);
  const write =
    (level: 'trace' | 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, fields?: LogFields): void => {
      // The states that the kernel takes it through are told in a line of their own.
      const isTransition = fields?.['from'] !== undefined && fields['to'] !== undefined;
      if (isTransition && level === 'debug') return;
      // What does not load stands on the screen already, in the words of Node.
      if (isTransition && fields['plugin'] === id && screen.isFaulty('code')) return;
      of(fields)[level](message, { ...base, ...fields });
    };
  return {
    ...{ trace: write('trace'), debug: write('debug'), info: write('info') },
    ...{ warn: write('warn'), error: write('error') },
    child: (fields) => chosen(parts, { ...base, ...fields }),
  };
}
