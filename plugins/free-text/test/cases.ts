import type { ClassifierCase } from '@datawave/plugin-sdk/testing';

/** Columns of running text, and columns that are none. */
export const cases: readonly ClassifierCase[] = [
  {
    title: 'e-mail addresses in notes',
    column: 'notes',
    values: [
      'Customer wrote from lena.m@example.org and wants her money back.',
      'Please copy office@example.org on every answer from now on.',
      'Nothing new since the last call, waiting for the supplier.',
    ],
    expect: null,
    contains: 'EMAIL_ADDRESS',
  },
  {
    title: 'names of people in comments',
    column: 'comment',
    values: [
      'Spoke with Margarethe Vandenberghe about the refund, she agreed.',
      'Dr. Oluwaseun Adeyemi asked us to call him back on Monday.',
      'My name is Karolina Brandt and the parcel never arrived.',
      'Please send the contract to Mr. Henrik Johansson again.',
    ],
    expect: null,
    contains: 'PERSON_NAME',
  },
  {
    title: 'passwords in log lines',
    column: 'message',
    values: [
      'connecting with secret_word=hunter22 to the primary server',
      'retrying the connection to the primary server in five seconds',
      'connecting with secret_word=tr0ub4dor to the second server',
    ],
    expect: null,
    contains: 'PASSWORD',
  },
  {
    title: 'descriptions of products',
    column: 'description',
    values: [
      'A sturdy table of oak for the kitchen, with four drawers.',
      'Soft blanket made of wool, washable at thirty degrees.',
      'The lamp comes without a bulb; please order one with it.',
      'Set of six glasses, safe for the dishwasher, packed in a box.',
    ],
    expect: null,
  },
  {
    title: 'answers of a programme',
    column: 'result',
    values: [
      'The request was completed without errors in 15 ms.',
      'The request was refused because the queue is full.',
      'Connection closed by the other side after 30 seconds.',
    ],
    expect: null,
  },
  {
    title: 'a short column of addresses of mail, which is no running text',
    column: 'contact',
    values: ['a@example.org', 'b@example.org'],
    expect: null,
  },
];
