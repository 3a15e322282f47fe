import type { JsonSchema } from '@datawave/plugin-sdk';
import type { OpenApiDocument, Parameter } from '../src/http/openapi.ts';

/** A route as the platform itself describes it. */
export interface Endpoint {
  readonly method: string;
  /** Below the prefix, parameters in braces. */
  readonly template: string;
  readonly permission: string;
  readonly owner: string;
  readonly asksForRecentSignIn: boolean;
  readonly parameters: readonly Parameter[];
  /** Null where it takes none. */
  readonly body: JsonSchema | null;
}

export const PREFIX = '/api/v1';

/** All routes of a running platform. */
export function endpointsOf(document: OpenApiDocument): readonly Endpoint[] {
  return Object.entries(document.paths).flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...{ method: method.toUpperCase(), template, permission: operation['x-permission'] },
      ...{ owner: operation['x-plugin'], asksForRecentSignIn: operation['x-recent-sign-in'] === true },
      parameters: operation.parameters,
      body: operation.requestBody?.content['application/json']?.schema ?? null,
    })),
  );
}

/** How findings call it. */
export const nameOf = ({ method, template }: Endpoint): string => `${method} ${template}`;

export const isPublic = ({ permission }: Endpoint): boolean => permission === 'public';
export const isOwn = ({ permission }: Endpoint): boolean => permission === 'signed-in';
export const changes = ({ method }: Endpoint): boolean => method !== 'GET';

/** Names of what stands in braces. */
export const pathParametersOf = ({ template }: Endpoint): readonly string[] =>
  [...template.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? '');

/** The address with its parameters filled in, each encoded. */
export const addressOf = ({ template }: Endpoint, value: (name: string) => string): string =>
  `${PREFIX}${template.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(value(name)))}`;
