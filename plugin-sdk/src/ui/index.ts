/**
 * `@datawave/plugin-sdk/ui`: what web components of plugins are made of. In the browser all of them share one copy of
 * it and of lit, by the shell's import map.
 */

export type { AssetType, ForeignKey } from '../governance/asset.ts';
export type {
  Classification,
  ClassificationQuestion,
  ClassificationStatus,
  ReviewRequest,
} from '../governance/classification.ts';
export { columnSensitivity } from '../governance/classification.ts';
export type { Evidence, EvidenceSignal } from '../governance/classifier.ts';
export type { ConnectionTest, ConnectorInfo } from '../governance/connector.ts';
export type { FrameworkInfo, MessageText, Severity } from '../governance/framework.ts';
export { SEVERITIES } from '../governance/framework.ts';
export type { Sensitivity } from '../governance/info-types.ts';
export { isSensitive, SENSITIVITIES } from '../governance/info-types.ts';
export type { ColumnProfile, Distribution } from '../governance/profile.ts';
export type { ScanMode, ScanProgress, ScanRun, ScanState, SchemaDrift } from '../governance/scans.ts';
export type {
  MaintenanceWindow,
  Source,
  SourceDeparture,
  SourceHealth,
  SourceLoad,
  SourceState,
} from '../governance/sources.ts';
export type {
  ActionContribution,
  PageContribution,
  PageGroup,
  SearchContribution,
  SlotContribution,
} from '../manifest.ts';
export type { PluginRevoked, PluginState, PluginStatus } from '../services/plugins.ts';
export type { AttentionContext, AttentionItem } from './attention.ts';
export { AttentionTeller } from './attention.ts';
export type * from './client/api-client.ts';
export { ApiClient, withQuery } from './client/api-client.ts';
export { attempt } from './client/attempt.ts';
export type * from './client/event-stream.ts';
export { forEachSelected } from './client/for-each.ts';
export type * from './client/passkeys.ts';
export {
  askForPasskey,
  makePasskey,
  offersPasskeysInFields,
  passkeyObstacle,
} from './client/passkeys.ts';
export type * from './client/problem.ts';
export { isAborted, isAnswered, offlineProblem, ProblemError, problemFrom } from './client/problem.ts';
export { DataWaveElement, defineElement } from './datawave-element.ts';
export { defineLater, loadElement } from './define-later.ts';
export { defineDesignSystem } from './design-system.ts';
export type * from './drafts.ts';
export { Drafts, isSecretName } from './drafts.ts';
export type { DwBoundary } from './elements/boundary.ts';
export type { Confirmation } from './elements/dialog.ts';
export { confirmAction } from './elements/dialog.ts';
export * from './elements/index.ts';
export type { Bar } from './elements/meters.ts';
export type { Crumb, DwPageHeader } from './elements/page-header.ts';
export type { TableColumn } from './elements/table.ts';
export { tableOf } from './elements/table.ts';
export type { GuardedForm } from './forms/edit-guard.ts';
export { EditGuard } from './forms/edit-guard.ts';
export { enterField } from './forms/enter-field.ts';
export type { FieldNotes } from './forms/fields.ts';
export type { FormDraftOptions } from './forms/form-draft.ts';
export { FormDraft } from './forms/form-draft.ts';
export type { HolderSource, Suggestion } from './forms/holders.ts';
export { namedHolder, suggestGroups, suggestHolders, suggestPeople } from './forms/holders.ts';
export type { ListChoice } from './forms/list-filters.ts';
export { choiceOf, filterStyles, SearchBox } from './forms/list-filters.ts';
export type { SavedForm, SaveOptions } from './forms/save-form.ts';
export { saveForm } from './forms/save-form.ts';
export type * from './forms/schema-fields.ts';
export { schemaFields, titleFromName } from './forms/schema-fields.ts';
export type { DwSchemaForm } from './forms/schema-form.ts';
export type { Unit } from './forms/schema-units.ts';
export type { Path as SchemaPath } from './forms/schema-values.ts';
export * from './i18n/index.ts';
export type { IconName } from './icons.ts';
export { ICONS } from './icons.ts';
export { InfoTypeTitles, type TitledInfoType } from './info-type-titles.ts';
export { LiveConnection, type LiveConnectionOptions } from './live/live-connection.ts';
export type { LiveState, LiveUpdates, OnRefused } from './live/live-updates.ts';
export { type LoggedNotice, NoticeLog } from './notice-log.ts';
export type { ListRequest } from './paged-list.ts';
export { PagedList } from './paged-list.ts';
export type { ResourceOptions, ResourceView } from './resource.ts';
export { Resource } from './resource.ts';
export type * from './shell-context.ts';
export { ElementFailure, PluginFault, ShellContextRequest } from './shell-context.ts';
export { baseStyles, layoutStyles } from './styles/base.ts';
export { formStyles } from './styles/forms.ts';
export { sensitivityTone, sensitivityWord, severityTone, severityWord } from './words.ts';
