import { type JsonSchema, pageQuerySchema } from '@datawave/plugin-sdk';
import { JSON_BODY } from './body.ts';
import { FORM_BODY } from './form-body.ts';
import type { MountedRoute } from './mounted-route.ts';
import { API_PREFIX } from './path.ts';
import { PROBLEM_SCHEMA, PROBLEM_TYPE } from './problem.ts';
import { FILE_BODY } from './received-file.ts';

/** Title and version of the document. */
export interface ApiInfo {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
}

/** One operation, as far as the documentation page reads it. */
export interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    /** By media type: `application/json`, or that of a posted form. */
    readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly 'x-permission': string;
  readonly 'x-plugin': string;
  /** Set where the caller must have signed in a short time ago. */
  readonly 'x-recent-sign-in'?: true;
}

/** @see Operation */
export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly description?: string;
  readonly schema: JsonSchema;
}

/** An OpenAPI 3.1 document. */
export interface OpenApiDocument {
  readonly openapi: '3.1.0';
  readonly info: ApiInfo;
  readonly jsonSchemaDialect: string;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Readonly<Record<string, unknown>>;
}

const problem = (description: string): Readonly<Record<string, unknown>> => ({
  description,
  content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** Writes the document from the very schemas that requests are checked against. */
export function buildOpenApi(routes: readonly MountedRoute[], info: ApiInfo): OpenApiDocument {
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = route.declared.path.replace(/:([A-Za-z][A-Za-z0-9]*)/g, '{$1}');
    paths[path] = { ...paths[path], [route.declared.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.0',
    info,
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: API_PREFIX }],
    tags: [...new Set(routes.map(tagOf))].sort().map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM_SCHEMA },
      parameters: Object.fromEntries(
        Object.entries(pageQuerySchema).map(([name, schema]) => [
          name,
          { name, in: 'query', required: false, description: schema.description, schema },
        ]),
      ),
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Access token of POST /auth/login.' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'datawave_session',
          description: 'Session of a browser; writes also carry X-CSRF-Token.',
        },
      },
    },
  };
}

const tagOf = ({ declared }: MountedRoute): string => declared.path.split('/')[1] ?? '';

function operation(route: MountedRoute): Operation {
  const { declared } = route;
  return {
    operationId: operationId(declared.method, declared.path),
    tags: [tagOf(route)],
    summary: declared.summary,
    ...(declared.description === undefined ? {} : { description: declared.description }),
    parameters: [...pathParameters(route), ...queryParameters(declared.query), ...headerParameters(route)],
    ...(declared.body
      ? {
          requestBody: {
            required: true,
            content: { [(route.isForeignForm ? FORM_BODY : JSON_BODY).name]: { schema: declared.body } },
          },
        }
      : route.receivesFile
        ? {
            requestBody: {
              required: true,
              content: { [FILE_BODY.name]: { schema: { type: 'string', format: 'binary' } } },
            },
          }
        : {}),
    responses: responses(route),
    security: route.isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    'x-permission': declared.permission,
    'x-plugin': route.owner,
    ...(declared.recentSignIn === true ? { 'x-recent-sign-in': true } : {}),
  };
}

function operationId(method: string, path: string): string {
  const words = path.split(/[/-]/).filter((word) => word !== '');
  return (
    method.toLowerCase() +
    words.map((word) => (word.startsWith(':') ? `By${capitalize(word.slice(1))}` : capitalize(word))).join('')
  );
}

const capitalize = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

function pathParameters({ declared, paramNames }: MountedRoute): readonly Parameter[] {
  const properties = propertiesOf(declared.params);
  return paramNames.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? { type: 'string' },
  }));
}

function queryParameters(query: JsonSchema | undefined): readonly Parameter[] {
  const required = Array.isArray(query?.['required']) ? query['required'] : [];
  return Object.entries(propertiesOf(query)).map(([name, schema]) => {
    const { description } = schema;
    return {
      name,
      in: 'query',
      required: required.includes(name),
      ...(typeof description === 'string' ? { description } : {}),
      schema,
    };
  });
}

function headerParameters({ declared, isPublic }: MountedRoute): readonly Parameter[] {
  const header = (name: string, description: string): Parameter => ({
    name,
    in: 'header',
    required: false,
    description,
    schema: { type: 'string' },
  });
  if (declared.method === 'POST')
    return isPublic
      ? []
      : [
          header(
            'Idempotency-Key',
            'Repeats the first answer instead of doing the work again, for 24 hours.',
          ),
        ];
  if (declared.method === 'GET')
    return [header('If-None-Match', 'Answers 304 when the version is known already.')];
  return [header('If-Match', 'Answers 412 when somebody else has changed it.')];
}

function propertiesOf(schema: JsonSchema | undefined): Readonly<Record<string, JsonSchema>> {
  const properties = schema?.['properties'];
  return isRecordOfSchemas(properties) ? properties : {};
}

function isRecordOfSchemas(value: unknown): value is Readonly<Record<string, JsonSchema>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((item) => typeof item === 'object' && item !== null)
  );
}

function responses({
  declared,
  isPublic,
  paramNames,
  rate,
}: MountedRoute): Readonly<Record<string, unknown>> {
  const declaredOnes = Object.entries(
    declared.responses ?? { [declared.method === 'DELETE' ? '204' : '200']: { description: 'Done.' } },
  );
  const own = Object.fromEntries(
    declaredOnes.map(([status, { description, schema }]) => [
      status,
      {
        description,
        ...(schema === undefined
          ? {}
          : { content: { [Number(status) >= 400 ? PROBLEM_TYPE : 'application/json']: { schema } } }),
      },
    ]),
  );
  return {
    ...(declared.params || declared.query || declared.body
      ? { 400: problem('The input is not valid; errors[] says where.') }
      : {}),
    ...(isPublic
      ? {}
      : {
          401: problem('Not signed in.'),
          403: problem(
            declared.recentSignIn === true
              ? 'Not permitted, or with DW_AUTH_STEP_UP: not without having just signed in.'
              : 'Not permitted.',
          ),
        }),
    ...(paramNames.length > 0 || !isPublic
      ? { 404: problem('Nothing there, or nothing that you may see.') }
      : {}),
    ...(rate === null
      ? {}
      : {
          429: problem(
            `More than ${rate.policy.requests} requests in ${rate.policy.seconds} seconds; Retry-After says when to go on.`,
          ),
        }),
    default: problem('Any other error.'),
    ...own,
  };
}
