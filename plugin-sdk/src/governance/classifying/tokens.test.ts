import { expect } from 'chai';
import fc from 'fast-check';
import { foldText, namePhrases, tokenizeName } from './tokens.ts';

describe('tokens of a name', () => {
  for (const [name, tokens] of [
    ['FirstName', 'first name'],
    ['first_name', 'first name'],
    ['firstname', 'first name'],
    ['FNAME', 'first name'],
    ['custEMailAddr', 'customer email address'],
    ['E-Mail', 'email'],
    ['e_mail_address', 'email address'],
    ['emailVerified', 'email verified'],
    ['address2', 'address 2'],
    ['注文番号', 'order number'],
    ['送り状番号', 'tracking number'],
    ['주문번호', 'order number'],
    ['运单号', 'tracking number'],
    ['IPAddress', 'ip address'],
    ['customeremail', 'customer email'],
    ['DateOfBirth', 'date of birth'],
    ['dob', 'date of birth'],
    ['brth_dt', 'birth date'],
    ['acctno', 'account number'],
    ['Nro_Cuenta', 'number cuenta'],
    ['код_сотрудника', 'code employee'],
    ['رقم الموظف', 'number employee'],
    ['sünniaeg', 'birth date'],
    ['Fæðingardagur', 'birth date'],
    ['Straße', 'strasse'],
    ['prénom', 'first name'],
    ['Vorname_Kunde', 'first name kunde'],
    ['zip code', 'zip code'],
    ['user_agent', 'useragent'],
    ['HTTPUserAgent', 'http useragent'],
    ['useragent_id', 'useragent id'],
    ['user_agents', 'useragents'],
    ['agent', 'agent'],
    ['mailbox', 'mailbox'],
    ['capacity', 'capacity'],
    ['', ''],
  ] as const) {
    it(`are "${tokens}" for "${name}"`, () => {
      expect(tokenizeName(name).join(' ')).to.equal(tokens);
    });
  }

  it('are few, folded and without separators, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (name) => {
        const tokens = tokenizeName(name);
        expect(tokens.length).to.be.below(40);
        for (const token of tokens) expect(token).to.match(/^[\p{L}\p{M}\d]+$/u);
        expect(namePhrases(tokens).every((phrase) => phrase.end > phrase.start)).to.equal(true);
      }),
    );
  });
});

describe('folded text', () => {
  it('is lower case without diacritics', () => {
    expect(foldText('Ærøskøbing Łódź İzmir Ñandú')).to.equal('aeroskobing lodz izmir nandu');
  });
});
