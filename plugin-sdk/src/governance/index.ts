export type * from './access.ts';
export { accessEvents, accessMembershipPoint, accessObjectPoint, rolesService } from './access.ts';
export type * from './asset.ts';
export type * from './catalog.ts';
export { catalogService } from './catalog.ts';
export type * from './channel.ts';
export { notificationChannelPoint } from './channel.ts';
export * from './checks/index.ts';
export type * from './classification.ts';
export {
  classificationService,
  classifierChangeHook,
  columnSensitivity,
  withUnasked,
} from './classification.ts';
export type * from './classifier.ts';
export { classifierPoint } from './classifier.ts';
export type { ColumnSignatures } from './classifying/column-signatures.ts';
export { type FrequencyList, MOST_LOG_RATIO, readFrequencyList } from './classifying/frequency-list.ts';
export {
  DESCRIBING_PREFIXES,
  DESCRIBING_SUFFIXES,
  NEUTRAL_SUFFIXES,
  ORGANISATION_NOUNS,
  PERSON_NOUNS,
  THING_NOUNS,
} from './classifying/lexicon.ts';
export { matchLikelihood, strayLikelihood } from './classifying/likelihood.ts';
export { phraseList } from './classifying/phrase-list.ts';
export type * from './classifying/rules.ts';
export { sayMatches } from './classifying/say-matches.ts';
export type { CharacterClasses, ValueSignature } from './classifying/signature.ts';
export type * from './classifying/tokens.ts';
export { foldText, namePhrases, tokenizeName } from './classifying/tokens.ts';
export type * from './classifying/views.ts';
export { viewTable } from './classifying/views.ts';
export { posteriorLogOdds, priorLogOdds, weightForConfidence } from './classifying/weighing.ts';
export { readWordList } from './classifying/word-list.ts';
export type * from './compliance.ts';
export { complianceService } from './compliance.ts';
export type * from './connector.ts';
export { connectorPoint, lentPathPoint } from './connector.ts';
export type * from './define-classifier.ts';
export { defineClassifier } from './define-classifier.ts';
export type * from './define-framework.ts';
export { defineFramework } from './define-framework.ts';
export { expectedWork } from './expected-work.ts';
export type * from './framework.ts';
export { assessmentService, frameworkPoint, SEVERITIES } from './framework.ts';
export type * from './high-water.ts';
export { highWaterColumn } from './high-water.ts';
export type * from './identity.ts';
export { accountsService, identityEvents, signInProviderPoint } from './identity.ts';
export type * from './info-types.ts';
export { INFO_TYPES, isSensitive, SENSITIVITIES } from './info-types.ts';
export { labelOf } from './label.ts';
export type * from './mail.ts';
export { mailRecipientPoint, mailService } from './mail.ts';
export { messageLine } from './message-line.ts';
export type * from './notifications.ts';
export { notificationRulePoint, notificationsService } from './notifications.ts';
export type * from './profile.ts';
export { LEAST_IN_INTERVAL, MOST_INTERVALS, mayTellSpread } from './profile.ts';
export type * from './read-plan.ts';
export type * from './remaining-time.ts';
export { estimateRemaining, measureWork, NO_WORK } from './remaining-time.ts';
export { remainingWords } from './remaining-words.ts';
export type * from './review.ts';
export { recordingHook, retirementHook } from './review.ts';
export type * from './sample.ts';
export { DEFAULT_SAMPLE } from './sample.ts';
export type * from './scan-rules.ts';
export { scanHistoryPoint, scanRulesService, scheduleWatchJob } from './scan-rules.ts';
export type * from './scanner.ts';
export { scanFacts, scannerService } from './scanner.ts';
export type * from './scans.ts';
export { scansService } from './scans.ts';
export type * from './slice.ts';
export type * from './source-risk.ts';
export {
  exposureTerm,
  riskScore,
  riskTermsPoint,
  sensitivityTerm,
  stalenessTerm,
  violationsTerm,
} from './source-risk.ts';
export type * from './sources.ts';
export { DEFAULT_LOAD, sourceDependentPoint, sourcesService } from './sources.ts';
export type * from './step.ts';
export { defineStep, workflowStepPoint } from './step.ts';
export type * from './text.ts';
export { spanRulePoint, textDetectionService } from './text.ts';
export type * from './urn.ts';
export { formatUrn, parseUrn } from './urn.ts';
export { valueShape } from './value-shape.ts';
export type * from './workspaces.ts';
export {
  quotasService,
  usageCounterPoint,
  WORKSPACE_HEADER,
  workspaceDeletingHook,
  workspaceEvents,
  workspacesService,
} from './workspaces.ts';
