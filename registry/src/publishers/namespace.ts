import { DataWaveError } from '@datawave/plugin-sdk';
import type { Publisher, TrustedCi } from './publisher-store.ts';

/** A domain as a certificate would name it: ASCII labels, at least two. */
const DOMAIN = /^(?=.{4,240}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

const refused = (message: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_REGISTRY_NAMESPACE', message, hint, status: 400 });

const scopeOf = (publisher: Publisher): string => {
  if (publisher.scope !== null) return publisher.scope.slice(1);
  throw refused(
    `${publisher.id} publishes without a scope, so that there is no namespace to prove.`,
    'Publish under a scope of your own, such as @acme/tool.',
  );
};

/**
 * A domain proves the scope that is called like it: `acme.example` and `acme.co.uk` prove `@acme`. Whose it is, people see: the domain is
 * shown beside the mark.
 * @throws DataWaveError DW_REGISTRY_NAMESPACE
 */
export function requireDomainOf(publisher: Publisher, domain: string): void {
  if (!DOMAIN.test(domain))
    throw refused(
      `${JSON.stringify(domain)} is no name of a domain.`,
      'Write it in lower case without "https://" and path, such as acme.example; other scripts as xn--….',
    );
  const scope = scopeOf(publisher);
  if (domain !== scope && domain.split('.')[0] !== scope)
    throw refused(
      `${domain} says nothing of the scope @${scope}: it does not begin with "${scope}.".`,
      'Name the domain that the scope is called like, or ask an administrator of the registry to look otherwise.',
    );
}

/** Claims of CI systems that name an owner, alone or before a slash. */
const OWNERS = ['repository_owner', 'repository', 'namespace_path', 'project_path', 'organization'];

/**
 * A repository proves the scope that its owner is called like.
 * @throws DataWaveError DW_REGISTRY_NAMESPACE
 */
export function requireCiOf(publisher: Publisher, { claims }: TrustedCi): void {
  const scope = scopeOf(publisher);
  if (OWNERS.some((claim) => claims[claim]?.split('/')[0]?.toLowerCase() === scope)) return;
  throw refused(
    `None of the claims says that the repository belongs to "${scope}".`,
    `Name its owner by one of ${OWNERS.join(', ')}: { "repository": "${scope}/plugin" }.`,
  );
}
