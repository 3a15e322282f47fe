import { DataWaveError } from '@datawave/plugin-sdk';
import { expect } from 'chai';
import { notAdmitted } from './kernel-errors.ts';

describe('plugins whose jobs do not run', () => {
  const away = new DataWaveError({ code: 'DW_STORAGE_UNAVAILABLE', message: 'It is away.', status: 503 });

  it('are all named, each with its reason, and none of the errors is lost', () => {
    const other = new Error('Redis said no.');
    const error = notAdmitted([
      { id: 'early', error: away },
      { id: 'late', error: other },
    ]);
    expect(error).to.be.instanceOf(DataWaveError).and.to.include({ code: 'DW_JOB_TRANSPORT', status: 503 });
    expect(error).to.have.property('message').that.includes('"early": It is away.');
    expect(error).to.have.property('message').that.includes('"late": Redis said no.');
    expect(error).to.have.nested.property('cause.errors').that.deep.equals([away, other]);
  });

  it('have their error told as it is where it is a single one', () => {
    expect(notAdmitted([{ id: 'early', error: away }])).to.equal(away);
  });
});
