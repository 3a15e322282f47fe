import type { JsonSchema } from '../json-schema.ts';
import { closedSchema } from '../request-schemas.ts';

const ID = '^[a-z][a-z0-9]*(-[a-z0-9]+)*$';
const ELEMENT = '^[a-z][a-z0-9]*(-[a-z0-9]+)+$';
const PERMISSION = '^(public|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';
const PAGE_PERMISSION = '^(public|signed-in|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';
const OFFERED_PERMISSION = '^(signed-in|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';
/** A path of this site: neither another host (`//`, a backslash) nor a way up. */
const LOCAL_PATH = '^/(?![/\\\\])(?!.*(?:\\.\\.|[\\\\\\s]))';
const FIELD = '^[A-Za-z][A-Za-z0-9]*(\\.[A-Za-z][A-Za-z0-9]*)*$';
/** Words in braces are fields, and nothing else is in braces. */
const TEMPLATE = `${LOCAL_PATH}[^{}]*(?:\\{[A-Za-z][A-Za-z0-9.]*\\}[^{}]*)*$`;
const TOPIC_PERMISSION = '^(signed-in|[a-z][a-z0-9-]*:[a-z][a-z0-9-]*)$';
/** A type of domain events, or a prefix of some. */
const EVENTS = '^[a-z0-9][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*){0,5}(\\.\\*)?$';
/** A BCP 47 tag; English is what stands in the code. */
const LOCALE = '^(?!en$)[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$';
/** A JSON file below the package, without a way up. */
const LOCALE_FILE = '^(?!.*(?:^|/)\\.)[A-Za-z0-9_/.-]+\\.json$';

/** What would turn around, hide or break what stands beside it. */
const UNSEEN = '\\p{Cc}\\p{Bidi_Control}\\u200b\\u2028\\u2029\\u2060-\\u2064\\ufeff';
/** It is shown to people among words of the platform. */
const text = { type: 'string', minLength: 1, maxLength: 200, pattern: `^[^${UNSEEN}]*$` } as const;
const prose = { type: 'string', maxLength: 2000, pattern: `^(?:[\\n\\t]|[^${UNSEEN}])*$` } as const;
const id = { type: 'string', pattern: ID, maxLength: 40 } as const;
const ranges = {
  type: 'object',
  propertyNames: { type: 'string', pattern: ID },
  additionalProperties: { type: 'string', minLength: 1 },
} as const;
const list = (items: JsonSchema): JsonSchema => ({ type: 'array', items, maxItems: 1000 });

/** A method, and a path below /api/v1 in which `*` stands for a segment and `**` at the end for any that follow. */
const API_REQUEST =
  '^(GET|POST|PUT|PATCH|DELETE) (/[A-Za-z0-9._~@:-]+|/\\*)(/[A-Za-z0-9._~@:-]+|/\\*)*(/\\*\\*)?$';

/** A method and the path of a route, with `:name` for a segment that varies. */
const PUBLIC_ROUTE = '^(GET|POST|PUT|PATCH|DELETE) /[A-Za-z0-9._~@:/-]+$';

/** JSON Schema (draft 2020-12) of the `datawave` key in a plugin's package.json. Closed: an unknown key is an error. */
export const manifestSchema: JsonSchema = closedSchema(
  {
    manifestVersion: { const: 1 },
    id,
    title: text,
    description: prose,
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
        mail: { type: 'boolean' },
        search: { type: 'boolean' },
        public: list({ type: 'string', pattern: PUBLIC_ROUTE, maxLength: 500 }),
        secrets: list(text),
        files: list(text),
        api: list({ type: 'string', pattern: API_REQUEST, maxLength: 500 }),
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
              // A group of a later version is listed with the rest.
              group: { type: 'string', pattern: ID, maxLength: 40 },
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
        actions: list(
          closedSchema(
            {
              title: text,
              href: { type: 'string', pattern: `${LOCAL_PATH}[^{}]*$`, maxLength: 500 },
              permission: { type: 'string', pattern: OFFERED_PERMISSION },
              icon: text,
              keywords: { type: 'array', items: text, maxItems: 20 },
            },
            ['title', 'href', 'permission'],
          ),
        ),
        searches: list(
          closedSchema(
            {
              title: text,
              path: {
                type: 'string',
                pattern: `${LOCAL_PATH}[^{}]*\\{query\\}[^{}]*$`,
                maxLength: 500,
              },
              label: { type: 'string', pattern: FIELD, maxLength: 100 },
              isWord: { type: 'boolean' },
              detail: { type: 'string', pattern: FIELD, maxLength: 100 },
              href: { type: 'string', pattern: TEMPLATE, maxLength: 500 },
              permission: { type: 'string', pattern: OFFERED_PERMISSION },
              icon: text,
            },
            ['title', 'path', 'label', 'href', 'permission'],
          ),
        ),
        locales: {
          type: 'object',
          propertyNames: { type: 'string', pattern: LOCALE },
          additionalProperties: { type: 'string', pattern: LOCALE_FILE, maxLength: 200 },
          maxProperties: 100,
        },
        commands: list(
          closedSchema({ name: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' }, summary: text }, [
            'name',
            'summary',
          ]),
        ),
        live: list(
          closedSchema(
            {
              topic: { ...id },
              events: { ...list({ type: 'string', pattern: EVENTS, maxLength: 200 }), minItems: 1 },
              permission: { type: 'string', pattern: TOPIC_PERMISSION },
              reach: { enum: ['workspace', 'platform'] },
              personal: { const: true },
            },
            ['topic', 'events', 'permission'],
          ),
        ),
      },
      [],
    ),
  },
  ['manifestVersion', 'id', 'apiVersion'],
);
