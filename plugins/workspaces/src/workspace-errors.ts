import { DataWaveError, type QuotaResource } from '@datawave/plugin-sdk';

/** For who may not know of it as for who asks for what there is not. */
export const unknownWorkspace = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_UNKNOWN',
    message: 'There is no such workspace, or none that you may see.',
    hint: 'List them with GET /api/v1/workspaces.',
    status: 404,
  });

export const suspended = (key: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_SUSPENDED',
    message: `The workspace "${key}" is suspended.`,
    hint: 'Whoever manages workspaces can resume it, from within another one.',
    status: 403,
  });

export const keyTaken = (key: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_KEY_TAKEN',
    message: `There is a workspace "${key}" already.`,
    hint: 'Choose another key.',
    status: 409,
    errors: [{ pointer: '/key', message: 'is taken' }],
  });

export const changedMeanwhile = (what: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_CHANGED',
    message: `The ${what} has been changed in the meantime.`,
    hint: 'Read it again and repeat the change.',
    status: 412,
  });

export const wrongState = (what: string, hint: string): DataWaveError =>
  new DataWaveError({ code: 'DW_WORKSPACE_STATE', message: what, hint, status: 409 });

export const mayNotManage = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_ACCESS_DENIED',
    message: 'This takes the permission "workspaces:manage", held in every workspace.',
    hint: 'Ask an administrator of the platform.',
    status: 403,
  });

export const unknownMember = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_MEMBER_UNKNOWN',
    message: 'There is no such member of the workspace.',
    hint: 'List them with GET /api/v1/workspaces/ID/members.',
    status: 404,
  });

export const memberPresent = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_MEMBER_PRESENT',
    message: 'This is a member of the workspace already.',
    hint: 'Change the roles of the member that there is.',
    status: 409,
  });

export const unknownHolder = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_MEMBER_NOBODY',
    message: 'There is no such account or group.',
    hint: 'Take an id of GET /api/v1/users or GET /api/v1/groups.',
    status: 400,
    errors: [{ pointer: '/holder/id', message: 'names nobody' }],
  });

export const lastAdministrator = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_LAST_ADMINISTRATOR',
    message: 'This is the last administrator of the workspace.',
    hint: 'Make somebody else administrator first.',
    status: 409,
  });

export const unknownRoles = (roles: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_ROLE_UNKNOWN',
    message: `There is no role ${roles.map((role) => `"${role}"`).join(', ')}.`,
    hint: 'Take keys of GET /api/v1/roles.',
    status: 400,
    errors: [{ pointer: '/roles', message: 'names what is no role' }],
  });

export const rolesNotHeld = (roles: readonly string[]): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_ROLE_NOT_HELD',
    message: `You cannot give or take roles that you do not hold in the workspace: ${roles.join(', ')}.`,
    hint: 'Ask an administrator of the workspace.',
    status: 403,
  });

export const noSession = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_NO_SESSION',
    message: 'Only a session of somebody who has signed in remembers a workspace.',
    hint: 'Name it in each request: X-Workspace: KEY.',
    status: 409,
  });

const WORDS: Readonly<Record<QuotaResource, string>> = {
  sources: 'sources',
  assets: 'assets',
  'scans-per-day': 'scans a day',
  members: 'members',
  'requests-per-minute': 'requests a minute',
  secrets: 'secrets',
  rules: 'classification rules',
};

/** @param would - how much there would be of it */
export const overQuota = (resource: QuotaResource, would: number, limit: number): DataWaveError =>
  new DataWaveError({
    code: 'DW_WORKSPACE_QUOTA',
    message: `The workspace may have ${limit} ${WORDS[resource]}, and this makes ${would}.`,
    hint: resource.includes('-per-')
      ? 'Wait, or ask whoever manages workspaces for more.'
      : 'Remove what is not needed any more, or ask whoever manages workspaces for more.',
    status: resource.includes('-per-') ? 429 : 403,
  });
