import { defineElement } from '@datawave/plugin-sdk/ui';
import { AccessAssignmentsPage } from './assignments-page.ts';
import { AccessConditionsForm } from './conditions-form.ts';
import { AccessElevationsPage } from './elevations-page.ts';
import { AccessHeldSection } from './held-section.ts';
import { AccessPermissionPicker } from './permission-picker.ts';
import { AccessPoliciesPage } from './policies-page.ts';
import { AccessPolicyPage } from './policy-page.ts';
import { AccessRoleForm } from './role-form.ts';
import { AccessRolePage } from './role-page.ts';
import { AccessRolesPage } from './roles-page.ts';
import { AccessTestPage } from './test-page.ts';
import { AccessTokenField } from './token-field.ts';
import { AccessWhoSection } from './who-section.ts';

// What pages are made of: loaded when one of them is opened, and not with what the start page and the frame show.
defineElement('access-token-field', AccessTokenField);
defineElement('access-permission-picker', AccessPermissionPicker);
defineElement('access-conditions-form', AccessConditionsForm);
defineElement('access-role-form', AccessRoleForm);
defineElement('access-roles-page', AccessRolesPage);
defineElement('access-role-page', AccessRolePage);
defineElement('access-assignments-page', AccessAssignmentsPage);
defineElement('access-policies-page', AccessPoliciesPage);
defineElement('access-policy-page', AccessPolicyPage);
defineElement('access-elevations-page', AccessElevationsPage);
defineElement('access-test-page', AccessTestPage);
defineElement('access-who-section', AccessWhoSection);
defineElement('access-held-section', AccessHeldSection);
