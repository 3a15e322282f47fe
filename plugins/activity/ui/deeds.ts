import { msg } from '@datawave/plugin-sdk/ui';

/** What was done, and what could not be: both stand in the same sentence of every language. */
interface Deed {
  /** After `has`: `created`. Context `did`. */
  readonly did: string;
  /** After `could not`: `create`. Context `to do`. */
  readonly toDo: string;
}

const deed = (did: string, toDo: string): Deed => ({ did, toDo });

/** By the last part of an action: `identity.user.created` is `created`. */
export const DEEDS: Readonly<Record<string, Deed>> = {
  accepted: deed(msg('accepted', 'did'), msg('accept', 'to do')),
  acknowledged: deed(msg('took over', 'did'), msg('take over', 'to do')),
  added: deed(msg('added', 'did'), msg('add', 'to do')),
  approved: deed(msg('approved', 'did'), msg('approve', 'to do')),
  assessed: deed(msg('assessed', 'did'), msg('assess', 'to do')),
  assigned: deed(msg('assigned', 'did'), msg('assign', 'to do')),
  cancelled: deed(msg('cancelled', 'did'), msg('cancel', 'to do')),
  changed: deed(msg('changed', 'did'), msg('change', 'to do')),
  closed: deed(msg('closed', 'did'), msg('close', 'to do')),
  configured: deed(msg('changed the settings of', 'did'), msg('change the settings of', 'to do')),
  corrected: deed(msg('corrected', 'did'), msg('correct', 'to do')),
  created: deed(msg('created', 'did'), msg('create', 'to do')),
  deactivated: deed(msg('deactivated', 'did'), msg('deactivate', 'to do')),
  decided: deed(msg('decided on', 'did'), msg('decide on', 'to do')),
  deleted: deed(msg('deleted', 'did'), msg('delete', 'to do')),
  deleting: deed(msg('began to delete', 'did'), msg('begin to delete', 'to do')),
  disabled: deed(msg('switched off', 'did'), msg('switch off', 'to do')),
  enabled: deed(msg('switched on', 'did'), msg('switch on', 'to do')),
  ended: deed(msg('ended', 'did'), msg('end', 'to do')),
  exported: deed(msg('exported', 'did'), msg('export', 'to do')),
  'export-ended': deed(msg('finished exporting', 'did'), msg('finish exporting', 'to do')),
  locked: deed(msg('locked', 'did'), msg('lock', 'to do')),
  opened: deed(msg('opened', 'did'), msg('open', 'to do')),
  paused: deed(msg('paused', 'did'), msg('pause', 'to do')),
  pruned: deed(msg('shortened', 'did'), msg('shorten', 'to do')),
  purged: deed(msg('purged', 'did'), msg('purge', 'to do')),
  queued: deed(msg('queued', 'did'), msg('queue', 'to do')),
  raised: deed(msg('raised', 'did'), msg('raise', 'to do')),
  refused: deed(msg('turned down', 'did'), msg('turn down', 'to do')),
  rejected: deed(msg('rejected', 'did'), msg('reject', 'to do')),
  removed: deed(msg('removed', 'did'), msg('remove', 'to do')),
  renamed: deed(msg('renamed', 'did'), msg('rename', 'to do')),
  replaced: deed(msg('replaced', 'did'), msg('replace', 'to do')),
  requested: deed(msg('asked for', 'did'), msg('ask for', 'to do')),
  resolved: deed(msg('resolved', 'did'), msg('resolve', 'to do')),
  responded: deed(msg('responded to', 'did'), msg('respond to', 'to do')),
  resumed: deed(msg('resumed', 'did'), msg('resume', 'to do')),
  retried: deed(msg('tried again', 'did'), msg('try again', 'to do')),
  returned: deed(msg('gave back', 'did'), msg('give back', 'to do')),
  reused: deed(msg('used again', 'did'), msg('use again', 'to do')),
  revoked: deed(msg('revoked', 'did'), msg('revoke', 'to do')),
  sampled: deed(msg('sampled', 'did'), msg('sample', 'to do')),
  sent: deed(msg('sent', 'did'), msg('send', 'to do')),
  skipped: deed(msg('skipped', 'did'), msg('skip', 'to do')),
  started: deed(msg('started', 'did'), msg('start', 'to do')),
  'stepped-up': deed(msg('confirmed', 'did'), msg('confirm', 'to do')),
  stewarded: deed(msg('changed the stewards of', 'did'), msg('change the stewards of', 'to do')),
  suspended: deed(msg('suspended', 'did'), msg('suspend', 'to do')),
  tested: deed(msg('tested', 'did'), msg('test', 'to do')),
  undone: deed(msg('took back', 'did'), msg('take back', 'to do')),
  unlocked: deed(msg('unlocked', 'did'), msg('unlock', 'to do')),
  updated: deed(msg('updated', 'did'), msg('update', 'to do')),
  verified: deed(msg('verified', 'did'), msg('verify', 'to do')),
  viewed: deed(msg('viewed', 'did'), msg('view', 'to do')),
  waived: deed(msg('waived', 'did'), msg('waive', 'to do')),
  withdrawn: deed(msg('withdrew', 'did'), msg('withdraw', 'to do')),
};

/** Of which part of a thing something was changed: `credentials-changed`. */
export const PARTS: Readonly<Record<string, string>> = {
  credentials: msg('the credentials', 'part'),
  privileges: msg('the rights', 'part'),
  members: msg('the members', 'part'),
  roles: msg('the roles', 'part'),
  state: msg('the state', 'part'),
  check: msg('the check', 'part'),
};

/** What nobody did, but was found: `sources.source.unreachable`. */
export const FINDINGS: Readonly<Record<string, string>> = {
  broken: msg('not as it was sealed', 'found'),
  completed: msg('completed', 'found'),
  'completed-with-errors': msg('completed with errors', 'found'),
  degraded: msg('degraded', 'found'),
  drifted: msg('changed in its schema', 'found'),
  expiring: msg('about to expire', 'found'),
  failed: msg('failed', 'found'),
  recovered: msg('recovered', 'found'),
  unreachable: msg('unreachable', 'found'),
};

/** What things are called in a sentence. */
export const KINDS: Readonly<Record<string, string>> = {
  'access-policy': msg('access policy', 'kind'),
  'access-rules': msg('access rules', 'kind'),
  'api-token': msg('API token', 'kind'),
  asset: msg('asset', 'kind'),
  'audit-trail': msg('the audit trail', 'kind'),
  'classification-rule': msg('classification rule', 'kind'),
  connector: msg('connector', 'kind'),
  'egress-rule': msg('egress rule', 'kind'),
  elevation: msg('elevation', 'kind'),
  group: msg('group', 'kind'),
  job: msg('job', 'kind'),
  member: msg('member', 'kind'),
  plugin: msg('plugin', 'kind'),
  role: msg('role', 'kind'),
  'role-assignment': msg('role', 'kind'),
  scan: msg('scan', 'kind'),
  'scan-rule': msg('scan rule', 'kind'),
  'security-incident': msg('security incident', 'kind'),
  session: msg('session', 'kind'),
  source: msg('source', 'kind'),
  user: msg('user', 'kind'),
  verdict: msg('verdict', 'kind'),
  violation: msg('violation', 'kind'),
  workspace: msg('workspace', 'kind'),
};
