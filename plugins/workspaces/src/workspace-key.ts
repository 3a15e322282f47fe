/** What a workspace may be called in X-Workspace. */
export const WORKSPACE_KEY = '^[a-z0-9][a-z0-9-]{0,62}$';

const FORM = new RegExp(WORKSPACE_KEY);

/** Whether there can be a workspace of that key. */
export const isWorkspaceKey = (text: string): boolean => FORM.test(text);
