import type { JsonSchema } from '@datawave/plugin-sdk';
import { PACKAGE_NAME } from './lock/plugin-lock.ts';

const text: JsonSchema = { type: 'string' };
const maybe: JsonSchema = { type: ['string', 'null'] };
const number: JsonSchema = { type: 'integer' };
const texts: JsonSchema = { type: 'array', items: text };
const name: JsonSchema = { type: 'string', pattern: PACKAGE_NAME, maxLength: 214 };

const grants: JsonSchema = {
  type: 'object',
  properties: {
    ...{ permissions: texts, network: texts, secrets: texts, files: texts, api: texts },
    people: {
      ...texts,
      description:
        'How it reaches people: mail, search, and "anybody: GET /path" for what it answers without a sign-in.',
    },
    database: { enum: ['own', 'optional', null] },
  },
};

const planned: JsonSchema = {
  type: 'object',
  properties: {
    action: { enum: ['install', 'update', 'downgrade', 'replace', 'remove'] },
    ...{ id: text, name: text, title: text, from: maybe, to: maybe, why: text },
    trust: { enum: ['verified', 'community', 'local'] },
    ...{ registry: maybe, publisher: maybe, isSigned: { type: 'boolean' }, keyids: texts },
    hasSameSigner: {
      type: ['boolean', 'null'],
      description: 'False where other keys signed it than before.',
    },
    provenance: {
      type: ['object', 'null'],
      properties: { repository: maybe, workflow: maybe, commit: maybe, builder: maybe },
      description: 'From what it was built; null unless that was proven.',
    },
    provenanceState: {
      enum: ['verified', 'unverified', 'untold'],
      description: 'Unverified: it is told, and no root of sigstore is configured to verify it by.',
    },
    hasSameRepository: {
      type: ['boolean', 'null'],
      description: 'False where it is not proven to be built from the repository of the version before.',
    },
    ...{ sha256: maybe, size: { type: ['integer', 'null'] }, deprecated: maybe },
    grants: { ...grants, description: 'All that it asks for.' },
    added: { ...grants, description: 'What of it was not granted before.' },
    isolation: {
      type: ['object', 'null'],
      properties: {
        ...{
          level: text,
          isAvailable: { type: 'boolean' },
          enforced: texts,
          notEnforced: texts,
          reason: maybe,
        },
      },
    },
    data: {
      type: 'object',
      properties: {
        ...{
          keepsData: { type: 'boolean' },
          applied: texts,
          pending: {
            type: ['array', 'null'],
            items: text,
            description: 'Migrations that it runs; null where that could not be found out.',
          },
          forbidding: {
            ...texts,
            description: 'Those after which there is no way back to the version before.',
          },
          unknown: {
            ...texts,
            description: 'Applied ones that this version does not know: it cannot come back.',
          },
          unlisted: { ...maybe, description: 'Why its migrations could not be listed.' },
        },
        ...{ mayForbidRollback: { type: 'boolean' }, purged: { type: 'boolean' } },
      },
    },
  },
};

const notice: JsonSchema = {
  type: 'object',
  properties: {
    code: { type: 'string', description: 'By it a client says the sentence in its own language.' },
    values: { type: 'object', additionalProperties: text, description: 'What the sentence names.' },
    text: { type: 'string', description: 'The sentence in English.' },
  },
};

/** A change as the API shows it. */
export const changeSchema: JsonSchema = {
  type: 'object',
  properties: {
    id: text,
    state: { enum: ['proposed', 'applying', 'watching', 'applied', 'failed', 'rolled-back'] },
    step: { type: 'string', description: 'What is being done.' },
    hash: { type: 'string', description: 'Of the plan: to be sent with what applies it.' },
    plan: {
      type: 'object',
      properties: {
        ...{ version: number, base: number, kind: { enum: ['change', 'rollback'] } },
        notices: {
          type: 'array',
          items: notice,
          description: 'What somebody should know besides.',
        },
        changes: { type: 'array', items: planned },
        plugins: { type: 'object' },
      },
    },
    lock: { type: ['integer', 'null'], description: 'Number of the state that came of it.' },
    ...{ reason: maybe, code: maybe, proposedBy: text, proposedAt: text, appliedBy: maybe, endedAt: maybe },
    asksForMore: { type: 'boolean', description: 'Whether something is granted that was not before.' },
  },
  required: ['id', 'state', 'step', 'hash', 'plan'],
};

/** A state of the installed plugins as the API shows it. */
export const lockSchema: JsonSchema = {
  type: 'object',
  properties: {
    number,
    state: { enum: ['applied', 'failed', 'rolled-back'] },
    isCurrent: { type: 'boolean' },
    kind: { enum: ['change', 'rollback', 'return'] },
    plugins: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, version: text, registry: maybe, publisher: maybe, trust: text },
      },
    },
    ...{ change: maybe, createdBy: text, createdAt: text, confirmedAt: maybe, endedAt: maybe, reason: maybe },
  },
  required: ['number', 'state', 'isCurrent', 'kind', 'plugins'],
};

/** What somebody asks to be planned. */
export const requestSchema: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  minProperties: 1,
  properties: {
    install: {
      type: 'array',
      maxItems: 50,
      items: {
        type: 'object',
        additionalProperties: false,
        properties: { name, range: { type: 'string', minLength: 1, maxLength: 100 } },
        required: ['name'],
      },
    },
    update: { type: 'array', maxItems: 200, items: name, description: 'Names of installed plugins.' },
    remove: { type: 'array', maxItems: 200, items: name },
    rollback: { type: 'integer', minimum: 0, description: 'Number of the state to go back to.' },
    registry: { type: 'string', maxLength: 40 },
    allowDowngrade: { type: 'boolean' },
    purge: { type: 'boolean', description: 'Deletes the data of what is removed, for good.' },
    settings: { type: 'object', maxProperties: 50, additionalProperties: { type: 'object' } },
  },
};
