import type { InfoTypeDefinition } from '@datawave/plugin-sdk';

/** Info types that free text brings: columns of them are nothing to protect, but redaction of a text may want the spans. */
export const SPAN_INFO_TYPES: readonly InfoTypeDefinition[] = [
  {
    id: 'DATE',
    title: 'Date',
    category: 'system.operations',
    sensitivity: 'internal',
    personal: false,
  },
  {
    id: 'PERSON_TITLE',
    title: 'Form of address',
    category: 'user.name',
    sensitivity: 'internal',
    personal: true,
  },
];
