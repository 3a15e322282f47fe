import { foldText } from '@datawave/plugin-sdk';
import { wordSet } from '../checks/word-set.ts';

/** Words for male and female, in the languages that column names are read in. */
export const GENDER_WORDS = wordSet(
  `male,female,man,woman,males,females,cis male,cis female,trans man,trans woman,transgender,transgender male,transgender female,maennlich,weiblich,mannlich,maenner,frauen,homme,femme,masculin,feminin,hommes,femmes,hombre,mujer,hombres,mujeres,masculino,femenino,feminino,varon,hembra,maschio,femmina,maschile,femminile,uomo,donna,homem,mulher,macho,
vrouw,kvinna,kvinne,kvinde,kvinnelig,mannelijk,vrouwelijk,kobieta,mezczyzna,kobiety,mezczyzni,zena,muz,zensky,muzsky,ferfi,barbat,femeie,zensko,musko,erkek,kadin,kiz,laki laki,perempuan,pria,wanita,lelaki,laki,nam,nu,lalaki,babae,
мужской,женский,мужчина,женщина,муж,жен,муж.,жен.,чоловіча,жіноча,чоловік,жінка,мужскои,женскии,男,女,男性,女性,男子,女子,남,여,남자,여자,남성,여성,남,여,ذكر,انثى,أنثى,מזכר,זכר,נקבה,पुरुष,महिला,ชาย,หญิง,άνδρας,γυναίκα,αρρεν,θηλυ,mies,nainen`,
);

/** Words that stand for a gender beside those. */
export const GENDERS = new Set([
  ...GENDER_WORDS,
  ...wordSet(
    'men,women,boy,girl,boys,girls,non binary,nonbinary,diverse,divers,intersex,prefer not to say,not specified,gender fluid,genderqueer,agender,mand,fille,garcon,nino,nina,junge,maedchen,fem,masc,masculine,feminine,pojke,flicka,prefer not to answer,prefer not to disclose,do not identify,undisclosed',
  ),
]);

/** Letters that stand for a gender. */
export const GENDER_LETTERS = wordSet('m,f,w,d,x,u,o,h,n,k,l,p,e,v,j,b,g,м,ж,ч,男,女,남,여,т,i,z');

/** Letters for male and female, as one language writes them. */
const LETTER_PAIRS: readonly string[] =
  'mf mw mv mk mz mn mj hm hf vm vs fn ek lp lb bf bg мж чж 男女 남여'.split(' ');

/** Letters for neither, for both and for what is not known. */
const BESIDE_PAIRS = wordSet('d,x,u,o,t,i,т');

/** Whether two letters or more are genders in no language, although each of them is one in some. */
export function areNoPair(letters: ReadonlySet<string>): boolean {
  const genders = [...letters].filter((letter) => !BESIDE_PAIRS.has(letter));
  return (
    genders.length > 1 &&
    !LETTER_PAIRS.some((pair) => [...pair].every((letter) => letters.has(foldText(letter))))
  );
}
