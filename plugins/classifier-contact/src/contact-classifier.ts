import { type Classifier, defineClassifier } from '@datawave/plugin-sdk';
import { emailRule } from './rules/email.ts';
import { phoneRule } from './rules/phone.ts';

/** Recognises how people are reached. */
export function createContactClassifier(): Classifier {
  return defineClassifier({
    portable: { module: import.meta.url, create: 'createContactClassifier' },
    info: {
      id: 'contact',
      version: '2.1.1',
      title: 'Contact data',
      description: 'E-mail addresses, phone and fax numbers.',
      infoTypes: ['EMAIL_ADDRESS', 'PHONE_NUMBER'],
      sources: [
        'RFC 5321 and RFC 5322: forms of mail addresses',
        'ITU-T E.164 and E.123: lengths and notations of telephone numbers',
      ],
    },
    rules: [emailRule, phoneRule],
  });
}
