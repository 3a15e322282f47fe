import { DataWaveError } from '@datawave/plugin-sdk';

export const unknownIncident = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_INCIDENT_UNKNOWN',
    status: 404,
    message: 'There is no such incident.',
    hint: 'GET /api/v1/security-incidents lists them; closed ones are removed after a while.',
  });

export const incidentStale = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_INCIDENT_STALE',
    status: 412,
    message: 'The incident has changed since it was read.',
    hint: 'Read it again, and decide anew.',
  });

export const reasonMissing = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_INCIDENT_REASON',
    status: 400,
    message: 'An incident is not closed without a reason.',
    hint: 'Say what was found, or why it is none.',
    errors: [{ pointer: '/body/reason', message: 'is missing' }],
  });

export const alreadyOpen = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_INCIDENT_REOPENED',
    status: 409,
    message: 'There is a newer open incident about the same.',
    hint: 'Go on with that one; this one stays as the history.',
  });

export const unknownAssignee = (): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_INCIDENT_ASSIGNEE',
    status: 400,
    message: 'There is no account with the id of the assignee.',
    hint: 'Name an account by its id, such as user:admin.',
    errors: [{ pointer: '/body/assignee', message: 'is no account' }],
  });

export const responseRefused = (message: string, hint: string, pointer?: string): DataWaveError =>
  new DataWaveError({
    code: 'DW_SECURITY_RESPONSE_REFUSED',
    status: pointer === undefined ? 409 : 400,
    message,
    hint,
    ...(pointer === undefined ? {} : { errors: [{ pointer, message }] }),
  });
