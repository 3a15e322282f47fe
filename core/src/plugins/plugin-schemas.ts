import type { JsonSchema } from '@datawave/plugin-sdk';

/** A plugin's state. */
export const statusSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string', description: 'npm name.' },
    version: { type: 'string' },
    title: { type: 'string' },
    state: {
      type: 'string',
      enum: [
        'discovered',
        'resolved',
        'migrating',
        'setting-up',
        'active',
        'degraded',
        'stopping',
        'disabled',
        'invalid',
        'blocked',
        'failed',
      ],
    },
    reason: { type: ['string', 'null'] },
    recoverable: { type: 'boolean' },
    blockedBy: { type: 'array', items: { type: 'string' } },
    critical: { type: 'boolean' },
    timing: {
      type: 'object',
      additionalProperties: { type: 'number' },
      description: 'Milliseconds by phase.',
    },
    revoked: {
      type: ['object', 'null'],
      description: 'What its registry says against the installed version.',
      properties: {
        registry: { type: 'string' },
        reason: { type: 'string' },
        severity: { enum: ['low', 'medium', 'high', 'critical'] },
        action: { enum: ['refuse', 'disable'], description: 'With disable it is switched off as well.' },
        at: { type: 'string', format: 'date-time' },
      },
      required: ['registry', 'reason', 'severity', 'action', 'at'],
    },
  },
  required: [
    'id',
    'name',
    'version',
    'title',
    'state',
    'reason',
    'recoverable',
    'blockedBy',
    'critical',
    'timing',
    'revoked',
  ],
};

const more = (schema: JsonSchema, properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...schema,
  properties: { ...(schema['properties'] as Readonly<Record<string, JsonSchema>>), ...properties },
});

const ids: JsonSchema = { type: 'array', items: { type: 'string' } };
const objects: JsonSchema = { type: 'array', items: { type: 'object' } };

/** A plugin in the list. */
export const listedSchema: JsonSchema = more(statusSchema, {
  description: { type: ['string', 'null'] },
  isConfigurable: { type: 'boolean', description: 'Whether it has settings.' },
  stopsWithIt: { ...ids, description: 'Plugins that cannot run without it.' },
  keptBy: {
    ...ids,
    description: 'Critical plugins among them and it: it is not disabled while there are any.',
  },
});

/** Where the time of the last start went. */
export const bootSchema: JsonSchema = {
  type: 'object',
  properties: {
    durationMs: { type: 'number' },
    phases: objects,
    slowest: {
      type: ['object', 'null'],
      properties: { path: ids, durationMs: { type: 'number' } },
    },
  },
  required: ['durationMs', 'phases', 'slowest'],
};

/** Where a plugin runs, and what that holds back. */
export const isolationSchema: JsonSchema = {
  type: 'object',
  properties: {
    trust: { type: 'string', enum: ['first-party', 'verified', 'community', 'local'] },
    level: {
      enum: ['in-process', 'child', 'confined', null],
      description: 'Null where it is refused, for the reason.',
    },
    due: {
      enum: ['in-process', 'child', 'confined'],
      description: 'What the policy wants for plugins of its trust.',
    },
    weakenedBy: {
      enum: ['host', 'operator', null],
      description:
        'Why it runs behind less than is due: the host allows no more, or the operator accepted it.',
    },
    reason: { type: ['string', 'null'], description: 'Why the host allows no more.' },
    enforced: { ...ids, description: 'What holds against its code, as sentences.' },
    notEnforced: { ...ids, description: 'What does not.' },
  },
  required: ['trust', 'level', 'due', 'weakenedBy', 'reason', 'enforced', 'notEnforced'],
};

/** Everything that is known of a plugin. */
export const detailSchema: JsonSchema = more(listedSchema, {
  apiVersion: { type: ['string', 'null'], description: 'Versions of the SDK that it is made for.' },
  requires: { type: 'object', additionalProperties: { type: 'string' } },
  optional: { type: 'object', additionalProperties: { type: 'string' } },
  needs: { type: 'object', description: 'What it says that it reaches for.' },
  enforcedNeeds: {
    type: 'array',
    items: { type: 'string' },
    description:
      'Names of the needs that it is held to where it runs; the others are what it says of itself.',
  },
  isolation: isolationSchema,
  permissions: { ...objects, description: 'That it declares.' },
  resources: ids,
  contributes: {
    type: 'object',
    description: 'Pages, slots, commands and the rest, as its manifest has them.',
  },
  dependencies: { ...objects, description: 'Plugins that it needs or uses, with their states.' },
  dependents: { ...objects, description: 'Plugins that need or use it, with their states.' },
  services: { type: 'object', description: 'Ids of services that it provides and uses.' },
  hooks: { ...objects, description: 'Its own hooks, with what hangs on them.' },
  taps: { ...objects, description: 'What its taps on hooks cost: count, errors and milliseconds.' },
  extensionPoints: { ...objects, description: 'Its own, with who contributes what.' },
  contributions: { ...objects, description: 'What it contributes to extension points.' },
  routes: { ...objects, description: 'That it serves, with the permission each asks for.' },
  history: { ...objects, description: 'Changes of its state since this process began, the latest last.' },
  problems: { ...objects, description: 'What went wrong with it since then; the same again is counted.' },
});
