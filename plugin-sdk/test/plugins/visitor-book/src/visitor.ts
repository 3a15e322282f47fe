import { type Migration, workspaceTable } from '@datawave/plugin-sdk';
import { defineEntity, type InferEntity, p } from '@datawave/plugin-sdk/storage';

export const Visitor = defineEntity({
  name: 'visitor_book_Visitor',
  tableName: 'visitors',
  schema: 'visitor_book',
  properties: {
    id: p.uuid().primary(),
    workspaceId: p.uuid(),
    name: p.text(),
    greeting: p.text().nullable(),
    signedAt: p.datetime(),
  },
});

export type StoredVisitor = InferEntity<typeof Visitor>;

export const migrations: readonly Migration[] = [
  {
    name: '0001_visitors',
    up: [
      `create table visitors (
         id uuid primary key,
         workspace_id uuid not null,
         name text not null,
         greeting text,
         signed_at timestamptz not null
       )`,
      ...workspaceTable('visitors'),
    ],
  },
];
