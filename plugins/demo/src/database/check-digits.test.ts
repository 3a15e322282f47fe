import { expect } from 'chai';
import { iban, withLuhn, withMod1110 } from './check-digits.ts';

describe('check digits', () => {
  it('are those of published examples', () => {
    expect(withLuhn('7992739871')).to.equal('79927398713');
    expect(withLuhn('411111111111111')).to.equal('4111111111111111');
    expect(iban('DE', '370400440532013000')).to.equal('DE89370400440532013000');
    expect(iban('GB', 'WEST12345698765432')).to.equal('GB82WEST12345698765432');
    expect(withMod1110('8609574271')).to.equal('86095742719');
  });
});
