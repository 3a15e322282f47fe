import type { ConnectorInfo, SourceState } from '@datawave/plugin-sdk/ui';

/** A source as a list shows it. */
export interface ListedSource {
  readonly id: string;
  readonly key: string;
  readonly title: string;
  readonly connector: string;
  readonly connectorTitle: string;
  readonly state: SourceState;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A source with its settings; of its secrets only the names. */
export interface SourceDetail extends ListedSource {
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export type { ConnectorInfo };

/** Icon of a connector: files and databases look different. */
export const connectorIcon = (connector: Pick<ConnectorInfo, 'fileExtensions' | 'schemes'>): string =>
  connector.fileExtensions.length > 0 && connector.schemes.length === 0
    ? 'folder'
    : connector.schemes.some((scheme) => scheme === 'sqlite')
      ? 'file'
      : 'server';
