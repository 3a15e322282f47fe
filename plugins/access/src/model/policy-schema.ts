import { closedSchema, type JsonSchema, SENSITIVITIES } from '@datawave/plugin-sdk';
import { PERMISSION_PATTERN } from './permission-pattern.ts';

/** Control characters and halves of surrogate pairs stand in no name. */
const NAME: JsonSchema = { type: 'string', minLength: 1, maxLength: 300, pattern: '^[^\\p{Cc}\\p{Cs}]+$' };
const list = (items: JsonSchema, maxItems = 1000): JsonSchema => ({
  ...{ type: 'array', minItems: 1, maxItems, uniqueItems: true },
  items,
});
const names = list(NAME);
const yes: JsonSchema = { const: true };
const someOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...closedSchema(properties),
  minProperties: 1,
});

export const permissionsSchema: JsonSchema = list(
  { type: 'string', maxLength: 200, pattern: PERMISSION_PATTERN },
  500,
);
export const titleSchema: JsonSchema = { ...NAME, maxLength: 200 };
export const descriptionSchema: JsonSchema = { type: 'string', maxLength: 2000 };
export const holderIdSchema: JsonSchema = NAME;

const valueCondition = someOf({ in: names, notIn: names, orNone: yes });
const time = '^([01][0-9]|2[0-3]):[0-5][0-9]$';

const conditionsSchema: JsonSchema = closedSchema({
  owner: {
    ...someOf({ isMe: yes, isMyGroup: yes, in: names, notIn: names, orNone: yes }),
    description: 'One of isMe, isMyGroup, in and orNone must fit.',
  },
  domain: valueCondition,
  sensitivity: someOf({
    atLeast: { enum: [...SENSITIVITIES] },
    atMost: { enum: [...SENSITIVITIES] },
    orNone: yes,
  }),
  tags: someOf({ any: names, all: names, none: names }),
  source: { ...valueCondition, description: 'Keys of sources.' },
  time: closedSchema(
    {
      zone: { type: 'string', minLength: 1, maxLength: 60, description: 'IANA name.' },
      days: list({ type: 'integer', minimum: 1, maximum: 7 }, 7),
      from: { type: 'string', pattern: time },
      to: { type: 'string', pattern: time },
    },
    ['zone'],
  ),
  network: {
    ...someOf({ in: names, notIn: names }),
    description: 'Networks in CIDR notation, IPv4 or IPv6.',
  },
});

const properties = {
  title: titleSchema,
  description: { ...descriptionSchema, default: '' },
  effect: { enum: ['allow', 'deny'] },
  enabled: { type: 'boolean', default: true },
  permissions: permissionsSchema,
  subjects: {
    ...closedSchema({
      roles: { ...names, description: 'Keys of roles.' },
      groups: names,
      principals: names,
    }),
    default: {},
    description: 'Whom it is about: any of these; everybody where nothing is given.',
  },
  when: { ...conditionsSchema, default: {}, description: 'All that is given must fit.' },
} satisfies Readonly<Record<string, JsonSchema>>;

/** A whole policy. */
export const policySchema: JsonSchema = closedSchema(properties, ['title', 'effect', 'permissions']);

/** Parts of a policy: what is given replaces what was there. */
export const policyChangeSchema: JsonSchema = {
  ...closedSchema(
    Object.fromEntries(
      Object.entries(properties).map(([name, { default: _default, ...schema }]: [string, JsonSchema]) => [
        name,
        schema,
      ]),
    ),
  ),
  minProperties: 1,
};
