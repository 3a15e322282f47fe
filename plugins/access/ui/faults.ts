import type { ProblemError } from '@datawave/plugin-sdk/ui';
import { html, nothing } from 'lit';

const FIELDS: Readonly<Record<string, string>> = {
  key: 'Key',
  title: 'Name',
  description: 'Description',
  permissions: 'Permissions',
  inherits: 'Inherits from',
  subjects: 'Whom it is about',
  when: 'Conditions',
  role: 'Role',
  holder: 'Who',
  expiresAt: 'Until',
  minutes: 'For how long',
  reason: 'Reason',
  everywhere: 'Where',
};

const placeOf = (pointer: string): string => {
  const [, first = '', second] = pointer.split('/');
  const field = FIELDS[first] ?? first;
  return first === 'when' && second !== undefined ? `${field}, ${second}` : field;
};

/** Why the server refused, with each place that it named. */
export function refusalOf(problem: ProblemError | null): unknown {
  if (problem === null) return nothing;
  return html`<dw-callout tone="danger" live>${problem.message}${problem.hint === null ? nothing : html` ${problem.hint}`}
    ${problem.errors.length === 0 ? nothing : html`<ul>${problem.errors.map(({ pointer, message }) => html`<li><strong>${placeOf(pointer)}</strong> ${message}</li>`)}</ul>`}</dw-callout>`;
}
