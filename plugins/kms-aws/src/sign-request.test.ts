import { expect } from 'chai';
import { signRequest } from './sign-request.ts';

describe('signing a request to AWS', () => {
  it('gives the signature of the worked example in the documentation', () => {
    // "Signature Version 4 signing process", AWS General Reference: ListUsers of IAM on 30 August 2015.
    const headers = signRequest(
      {
        method: 'GET',
        path: '/',
        query: 'Action=ListUsers&Version=2010-05-08',
        headers: {
          'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
          host: 'iam.amazonaws.com',
        },
        body: '',
        at: new Date('2015-08-30T12:36:00Z'),
      },
      {
        accessKeyId: 'AKIDEXAMPLE',
        secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
        region: 'us-east-1',
        service: 'iam',
      },
    );
    expect(headers['x-amz-date']).to.equal('20150830T123600Z');
    expect(headers['authorization']).to.equal(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    );
  });
});
