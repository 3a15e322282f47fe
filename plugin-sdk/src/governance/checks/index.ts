export { passesDamm } from './damm.ts';
export {
  mod11And10CheckDigit,
  mod97And10CheckDigits,
  passesMod11And2,
  passesMod11And10,
  passesMod37And2,
  passesMod37And36,
  passesMod97And10,
} from './iso7064.ts';
export { luhnCheckDigit, passesLuhn } from './luhn.ts';
export { passesVerhoeff } from './verhoeff.ts';
export { passesWeightedSum, weightedSum } from './weighted-sum.ts';
