import type { ProblemError } from '@datawave/plugin-sdk/ui';
import { msg, t } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

const FIELDS: Readonly<Record<string, string>> = {
  key: msg('Key'),
  title: msg('Name'),
  description: msg('Description'),
  permissions: msg('Permissions'),
  inherits: msg('Inherits from'),
  subjects: msg('Whom it is about'),
  when: msg('Conditions'),
  role: msg('Role'),
  holder: msg('Who'),
  expiresAt: msg('Until'),
  minutes: msg('For how long'),
  reason: msg('Reason'),
  everywhere: msg('Where'),
};

const placeOf = (pointer: string): string => {
  const [, first = '', second] = pointer.split('/');
  const field = t(FIELDS[first] ?? first);
  return first === 'when' && second !== undefined ? `${field}, ${second}` : field;
};

/** Why the server refused, with each place that it named. */
export function refusalOf(problem: ProblemError | null): unknown {
  if (problem === null) return nothing;
  return html`<dw-callout tone="danger" live>${t(problem.message)}${problem.hint === null ? nothing : html` ${t(problem.hint)}`}
    ${problem.errors.length === 0 ? nothing : html`<ul>${problem.errors.map(({ pointer, message }) => html`<li><strong>${placeOf(pointer)}</strong> ${t(message)}</li>`)}</ul>`}</dw-callout>`;
}
