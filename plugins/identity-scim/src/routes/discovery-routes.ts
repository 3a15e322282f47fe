import { closedSchema, type HttpService } from '@datawave/plugin-sdk';
import type { ScimClients } from '../clients.ts';
import {
  type Attribute,
  ENTERPRISE_ATTRIBUTES,
  GROUP_ATTRIBUTES,
  SCHEMAS,
  USER_ATTRIBUTES,
} from '../resources/attributes.ts';
import { notFound } from '../scim-error.ts';
import { PERMISSION } from './resource-routes.ts';
import { BASE, baseOf, listResponse, MOST_RESULTS, respond } from './respond.ts';

/** Mounts what says how this service is to be used (RFC 7644, section 4). */
export function mountDiscoveryRoutes(http: HttpService, clients: ScimClients): void {
  const get = (path: string, summary: string, body: (base: string) => object): void => {
    http.route({
      method: 'GET',
      path: `${BASE}${path}`,
      permission: PERMISSION,
      summary,
      handler: (request) =>
        respond(async () => {
          clients.of(request.scope);
          return { body: body(baseOf(http, request)) };
        }),
    });
  };
  const list = (path: string, summary: string, all: (base: string) => readonly Described[]): void => {
    get(path, summary, (base) => Object(listResponse(all(base).length, 0, all(base)).body));
    http.route<{ id: string }>({
      method: 'GET',
      path: `${BASE}${path}/:id`,
      permission: PERMISSION,
      summary: `${summary.replace(/\.$/, '')}: one of them.`,
      params: closedSchema({ id: { type: 'string', maxLength: 200 } }, ['id']),
      handler: (request) =>
        respond(async () => {
          clients.of(request.scope);
          const one = all(baseOf(http, request)).find(
            ({ id }) => id.toLowerCase() === request.params.id.toLowerCase(),
          );
          if (one === undefined) throw notFound('description');
          return { body: one };
        }),
    });
  };

  get('/ServiceProviderConfig', 'What this SCIM service can do.', serviceProviderConfig);
  list('/ResourceTypes', 'Kinds of resources of this SCIM service.', resourceTypes);
  list('/Schemas', 'Attributes of the resources of this SCIM service.', schemas);
}

interface Described {
  readonly id: string;
}

const serviceProviderConfig = (base: string): object => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: true },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'API token',
      description: 'The API token of a service, as a bearer token.',
      specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

const resourceTypes = (base: string): readonly Described[] =>
  [
    {
      ...{
        id: 'User',
        name: 'User',
        endpoint: '/Users',
        description: 'Somebody who may sign in.',
        schema: SCHEMAS.user,
      },
      schemaExtensions: [{ schema: SCHEMAS.enterprise, required: false }],
    },
    {
      id: 'Group',
      name: 'Group',
      endpoint: '/Groups',
      description: 'A group of users.',
      schema: SCHEMAS.group,
    },
  ].map((type) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    ...type,
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.id}` },
  }));

const schemas = (base: string): readonly Described[] =>
  [
    { id: SCHEMAS.user, name: 'User', description: 'Somebody who may sign in.', attributes: USER_ATTRIBUTES },
    {
      id: SCHEMAS.enterprise,
      name: 'EnterpriseUser',
      description: 'What organisations say of their people.',
      attributes: ENTERPRISE_ATTRIBUTES,
    },
    { id: SCHEMAS.group, name: 'Group', description: 'A group of users.', attributes: GROUP_ATTRIBUTES },
  ].map((schema) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...schema,
    attributes: schema.attributes.map(describe),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  }));

/** As RFC 7643 describes an attribute (section 7). */
const describe = (attribute: Attribute): object => ({
  name: attribute.name,
  type: attribute.type,
  description: attribute.description,
  multiValued: attribute.isMany === true,
  required: attribute.isRequired === true,
  ...(attribute.type === 'string' ? { caseExact: attribute.isExact === true } : {}),
  mutability: attribute.isImmutable === true ? 'immutable' : 'readWrite',
  returned: 'default',
  uniqueness: attribute.isUnique === true ? 'server' : 'none',
  ...(attribute.sub === undefined ? {} : { subAttributes: attribute.sub.map(describe) }),
});
