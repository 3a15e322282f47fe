import { printable } from '@datawave/plugin-sdk';

/**
 * A text of several lines as it may go to a terminal: what a stranger wrote is neither obeyed nor taken for a line of its own.
 * @param indent - before each line but the first
 */
export const terminalText = (text: string, indent = ''): string =>
  text
    .split(/\r?\n/)
    .map((line) => printable(line.replaceAll('\t', '  ')))
    .join(`\n${indent}`);
