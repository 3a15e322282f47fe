import { closedSchema, type JsonSchema } from '@datawave/plugin-sdk';

const ID = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$';
const ELEMENT = '^[a-z][a-z0-9]*(-[a-z0-9]+)+$';
const PERMISSION = '^(public|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';
const PAGE_PERMISSION = '^(public|signed-in|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';

const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
const id = { type: 'string', pattern: ID, maxLength: 40 } as const;
const ranges = {
  type: 'object',
  propertyNames: { type: 'string', pattern: ID },
  additionalProperties: { type: 'string', minLength: 1 },
} as const;
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items, maxItems: 1000 });

/** JSON Schema (draft 2020-12) of the `datawave` key in a plugin's package.json. Closed: an unknown key is an error. */
export const manifestSchema: JsonSchema = closedSchema(
  {
    manifestVersion: { const: 1 },
    id,
    title: text,
    description: { type: 'string', maxLength: 2000 },
    resources: list({ type: 'string', pattern: '^[a-z][a-z0-9-]*$' }),
    apiVersion: { type: 'string', minLength: 1 },
    requires: ranges,
    optional: ranges,
    config: { type: 'string', minLength: 1 },
    needs: closedSchema(
      {
        network: list(text),
        database: { enum: ['own', 'optional'] },
        jobs: { type: 'boolean' },
        http: { type: 'boolean' },
        secrets: list(text),
        files: list(text),
      },
      [],
    ),
    permissions: list(
      closedSchema(
        {
          id: { type: 'string', pattern: PERMISSION },
          title: text,
          attributes: list({ enum: ['owner', 'domain', 'sensitivity', 'tags', 'source'] }),
          reach: { enum: ['workspace', 'platform'] },
        },
        ['id', 'title'],
      ),
    ),
    contributes: closedSchema(
      {
        ui: { type: 'string', minLength: 1 },
        pages: list(
          closedSchema(
            {
              path: { type: 'string', pattern: '^/' },
              element: { type: 'string', pattern: ELEMENT },
              title: text,
              permission: { type: 'string', pattern: PAGE_PERMISSION },
              icon: text,
              order: { type: 'number' },
            },
            ['path', 'element', 'title', 'permission'],
          ),
        ),
        slots: list(
          closedSchema(
            {
              slot: text,
              element: { type: 'string', pattern: ELEMENT },
              order: { type: 'number' },
              title: text,
              permission: { type: 'string', pattern: PAGE_PERMISSION },
            },
            ['slot', 'element'],
          ),
        ),
        commands: list(
          closedSchema({ name: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' }, summary: text }, [
            'name',
            'summary',
          ]),
        ),
      },
      [],
    ),
  },
  ['manifestVersion', 'id', 'apiVersion'],
);
