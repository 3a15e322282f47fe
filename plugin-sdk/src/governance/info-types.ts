import { NATIONAL_INFO_TYPES } from './national-info-types.ts';

/** How carefully values must be handled. *Sensitive* always means confidential or restricted. @public */
export type Sensitivity = 'public' | 'internal' | 'confidential' | 'restricted';

/** From the least to the most sensitive. @public */
export const SENSITIVITIES: readonly Sensitivity[] = ['public', 'internal', 'confidential', 'restricted'];

/** Whether a column of this sensitivity counts as flagged. @public */
export const isSensitive = (sensitivity: Sensitivity): boolean =>
  sensitivity === 'confidential' || sensitivity === 'restricted';

/** What a kind of value is, before any policy. @public */
export interface InfoTypeDefinition {
  /** Upper snake case; national ones start with the ISO 3166 country code. */
  readonly id: string;
  readonly title: string;
  /** Key of the Fideslang data-category taxonomy. */
  readonly category: string;
  readonly sensitivity: Sensitivity;
  /** Whether it tells something about a natural person. */
  readonly personal: boolean;
  /** Special category of personal data in the sense of Art. 9 GDPR. */
  readonly special?: boolean;
}

const type = (
  id: string,
  title: string,
  category: string,
  sensitivity: Sensitivity,
  personal: boolean,
  special?: boolean,
): InfoTypeDefinition => ({
  id,
  title,
  category,
  sensitivity,
  personal,
  ...(special === undefined ? {} : { special }),
});

/**
 * The published info types. A classifier may bring further ones in its own definition.
 * Categories: Fideslang, https://ethyca.github.io/fideslang/taxonomy/data_categories/
 * @public
 */
export const INFO_TYPES: readonly InfoTypeDefinition[] = [
  type('PERSON_NAME', 'Person name', 'user.name', 'confidential', true),
  type('FIRST_NAME', 'First name', 'user.name.first', 'confidential', true),
  type('LAST_NAME', 'Last name', 'user.name.last', 'confidential', true),
  type('EMAIL_ADDRESS', 'E-mail address', 'user.contact.email', 'confidential', true),
  type('PHONE_NUMBER', 'Phone number', 'user.contact.phone_number', 'confidential', true),
  type('STREET_ADDRESS', 'Street address', 'user.contact.address.street', 'confidential', true),
  type('CITY', 'City', 'user.contact.address.city', 'internal', true),
  type('POSTAL_CODE', 'Postal code', 'user.contact.address.postal_code', 'confidential', true),
  type('COUNTRY', 'Country', 'user.contact.address.country', 'internal', true),
  type('GEO_COORDINATES', 'Geographic coordinates', 'user.location.precise', 'confidential', true),
  type('DATE_OF_BIRTH', 'Date of birth', 'user.demographic.date_of_birth', 'confidential', true),
  type('AGE', 'Age', 'user.demographic.age_range', 'confidential', true),
  type('GENDER', 'Gender', 'user.demographic.gender', 'confidential', true),
  type('MARITAL_STATUS', 'Marital status', 'user.demographic.marital_status', 'confidential', true),
  type('ETHNIC_GROUP', 'Ethnic group', 'user.demographic.race_ethnicity', 'restricted', true, true),
  type('RELIGION', 'Religion', 'user.demographic.religious_belief', 'restricted', true, true),
  type('NATIONALITY', 'Nationality', 'user.demographic.nationality', 'confidential', true),
  type('SPOKEN_LANGUAGE', 'Spoken language', 'user.demographic.language', 'internal', true),
  type('OCCUPATION', 'Occupation', 'user.workplace', 'internal', true),
  type('USERNAME', 'User name', 'user.account.username', 'confidential', true),
  type('ORGANIZATION_NAME', 'Organisation name', 'user.workplace', 'internal', false),
  type('ORGANIZATION_ID', 'Organisation identifier', 'user.workplace', 'internal', false),
  type('PERSON_ID', 'Person identifier', 'user.unique_id', 'confidential', true),
  type('IP_ADDRESS', 'IP address', 'user.device.ip_address', 'confidential', true),
  type('MAC_ADDRESS', 'MAC address', 'user.device.device_id', 'confidential', true),
  type('IMEI', 'IMEI', 'user.device.device_id', 'confidential', true),
  type('URL', 'URL', 'system.operations', 'internal', false),
  type('COOKIE_ID', 'Cookie identifier', 'user.device.cookie_id', 'confidential', true),
  type('PASSPORT_NUMBER', 'Passport number', 'user.government_id.passport_number', 'restricted', true),
  type(
    'DRIVER_LICENSE_NUMBER',
    'Driving licence number',
    'user.government_id.drivers_license_number',
    'restricted',
    true,
  ),
  ...NATIONAL_INFO_TYPES,
  type('CREDIT_CARD_NUMBER', 'Payment card number', 'user.financial.credit_card', 'restricted', true),
  type('CREDIT_CARD_CVV', 'Payment card security code', 'user.financial.credit_card', 'restricted', true),
  type('IBAN', 'IBAN', 'user.financial.bank_account', 'restricted', true),
  type('BANK_ACCOUNT_NUMBER', 'Bank account number', 'user.financial.bank_account', 'restricted', true),
  type('SWIFT_CODE', 'SWIFT code', 'user.financial', 'internal', false),
  type('SALARY', 'Salary', 'user.financial', 'confidential', true),
  type(
    'MEDICAL_RECORD_NUMBER',
    'Medical record number',
    'user.health_and_medical.record_id',
    'restricted',
    true,
    true,
  ),
  type('DIAGNOSIS_CODE', 'Diagnosis', 'user.health_and_medical', 'restricted', true, true),
  type('MEDICATION', 'Medication', 'user.health_and_medical', 'restricted', true, true),
  type(
    'HEALTH_INSURANCE_ID',
    'Health insurance identifier',
    'user.health_and_medical.insurance_beneficiary_id',
    'restricted',
    true,
    true,
  ),
  type('LAB_RESULT', 'Measurement of health', 'user.health_and_medical', 'restricted', true, true),
  type('BLOOD_TYPE', 'Blood type', 'user.health_and_medical', 'restricted', true, true),
  type('ALLERGY', 'Allergy', 'user.health_and_medical', 'restricted', true, true),
  type('US_NPI', 'US national provider identifier', 'user.workplace', 'internal', true),
  type('DISABILITY', 'Disability', 'user.health_and_medical', 'restricted', true, true),
  type(
    'POLITICAL_OPINION',
    'Political opinion',
    'user.demographic.political_opinion',
    'restricted',
    true,
    true,
  ),
  type(
    'SEXUAL_ORIENTATION',
    'Sexual orientation',
    'user.demographic.sexual_orientation',
    'restricted',
    true,
    true,
  ),
  type('UNION_MEMBERSHIP', 'Trade-union membership', 'user.demographic', 'restricted', true, true),
  type('RECORD_ID', 'Record identifier', 'system.operations', 'public', false),
  type('PASSWORD', 'Password', 'user.authorization.password', 'restricted', true),
  type('PASSWORD_HASH', 'Password hash', 'user.authorization.password', 'restricted', true),
  type('API_KEY', 'API key', 'user.authorization.credentials', 'restricted', false),
  type('PRIVATE_KEY', 'Private key', 'user.authorization.credentials', 'restricted', false),
  type('JWT', 'JSON web token', 'user.authorization.credentials', 'restricted', false),
  type('CONNECTION_STRING', 'Connection string', 'user.authorization.credentials', 'restricted', false),
];
