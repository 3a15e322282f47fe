import { foldText, type InfoTypeRule } from '@datawave/plugin-sdk';

const set = (text: string): ReadonlySet<string> => new Set(text.split(',').map((word) => word.trim()).filter((word) => word !== ''));
const inSet = (words: ReadonlySet<string>) => (value: string): boolean => words.has(foldText(value).replace(/[_-]/g, ' '));
const hasWord = (words: ReadonlySet<string>) => (value: string): boolean => foldText(value).split(/[^\p{L}]+/u).some((word) => words.has(word));

const GENDERS = set('male,female,man,woman,men,women,boy,girl,non binary,nonbinary,other,diverse,divers,intersex,transgender,prefer not to say,not specified,maennlich,weiblich,mannlich,homme,femme,masculin,feminin,hombre,mujer,masculino,femenino,feminino,maschio,femmina,maschile,femminile,vrouw,kvinna,kvinne,mand,kobieta,mezczyzna,mies,nainen');
const GENDER_WORDS = set('male,female,man,woman,maennlich,weiblich,mannlich,homme,femme,masculin,feminin,hombre,mujer,masculino,femenino,feminino,maschio,femmina,maschile,femminile,vrouw,kvinna,kvinne,kobieta,mezczyzna');
const GENDER_LETTERS = set('m,f,w,d,x,u,o,h,n');
const MARITAL = set('single,married,divorced,widowed,widow,widower,separated,engaged,never married,domestic partner,domestic partnership,civil union,civil partnership,registered partnership,common law,cohabiting,in a relationship,unmarried,ledig,verheiratet,geschieden,verwitwet,verpartnert,celibataire,marie,mariee,divorce,divorcee,veuf,veuve,pacse,soltero,soltera,casado,casada,divorciado,divorciada,viudo,viuda,celibe,nubile,coniugato,sposato,divorziato,vedovo,ongehuwd,gehuwd,gescheiden');
const RELIGIONS = set('christian,christianity,catholic,roman catholic,protestant,orthodox,lutheran,anglican,baptist,methodist,presbyterian,evangelical,mormon,jehovahs witness,muslim,islam,sunni,shia,jewish,judaism,jew,hindu,hinduism,buddhist,buddhism,sikh,sikhism,jain,bahai,taoist,shinto,atheist,agnostic,no religion,non religious,evangelisch,katholisch,roemisch katholisch,islamisch,juedisch,konfessionslos,catholique,protestant,musulman,catolico,judio');
const ETHNIC = set('white,black,african american,hispanic,latino,asian,caucasian,native american,american indian,alaska native,pacific islander,native hawaiian,mixed,mixed race,two or more races,multiracial,black or african american,hispanic or latino,white british,black african,black caribbean,south asian,east asian,arab,roma,indigenous,aboriginal,maori,cauc,afam');
const ETHNIC_TELLING = set('african american,hispanic,latino,caucasian,native american,american indian,alaska native,pacific islander,native hawaiian,two or more races,multiracial,black or african american,hispanic or latino,white british,black african,black caribbean');
const DEMONYMS = set('american,british,english,scottish,welsh,irish,german,french,spanish,italian,portuguese,dutch,belgian,swiss,austrian,swedish,norwegian,danish,finnish,polish,czech,slovak,hungarian,romanian,bulgarian,greek,turkish,russian,ukrainian,canadian,mexican,brazilian,argentinian,argentine,chilean,colombian,peruvian,venezuelan,cuban,japanese,chinese,korean,south korean,indian,pakistani,bangladeshi,indonesian,filipino,thai,vietnamese,malaysian,australian,new zealander,south african,nigerian,kenyan,egyptian,moroccan,algerian,tunisian,israeli,iranian,iraqi,saudi,lebanese,syrian,croatian,serbian,slovenian,lithuanian,latvian,estonian,icelandic,jamaican,deutsch,oesterreichisch,schweizerisch,francaise,francais,espanola,italiana,italiano,kazakhstani,uzbekistani,hong kong');
const PARTIES = set('democrat,republican,independent,libertarian,green,labour,conservative,tory,liberal,socialist,social democrat,spd,cdu,csu,fdp,afd,liberal democrat,communist,dem,rep');
const ORIENTATIONS = set('heterosexual,straight,homosexual,gay,lesbian,bisexual,asexual,pansexual,queer');

/** Who people are and what they believe. Most of it is a special category in the sense of Art. 9 GDPR. */
export const demographicRules: readonly InfoTypeRule[] = [
  {
    infoType: 'GENDER',
    kinds: ['text', 'integer', 'boolean'],
    names: [{ phrases: ['gender', 'sex', 'geschlecht', 'sexe', 'sexo', 'sesso', 'genre personne', 'genero', 'geslacht', 'kon', 'plec', 'kjonn', 'sukupuoli', 'gender identity', 'gender code', 'male', 'female'], weight: 4.5 }],
    neutral: ['code', 'type', 'id', 'identity', 'group', 'label', 'description'],
    unlike: ['ratio', 'offender', 'chromosome', 'age', 'income', 'wages', 'wage', 'count'],
    values: [
      { signal: 'dictionary', says: 'are words for a gender', minLength: 3, maxLength: 20, matches: inSet(GENDERS), present: 0.97, chance: 0.02, strongest: 3.5 },
      { signal: 'dictionary', says: 'are words for male and female', minLength: 3, maxLength: 12, matches: inSet(GENDER_WORDS), present: 0.97, chance: 0.002, strongest: 6 },
      { signal: 'dictionary', says: 'are letters that stand for a gender', alphabet: 'letter', minLength: 1, maxLength: 1, matches: inSet(GENDER_LETTERS), present: 0.97, chance: 0.2, strongest: 2 },
      { signal: 'shape', says: 'are codes of one digit, as ISO 5218 writes them', alphabet: 'digit', minLength: 1, maxLength: 1, matches: /^[01239]$/, present: 0.97, chance: 0.3, strongest: 0.6 },
      { signal: 'shape', says: 'are true or false', alphabet: 'letter', minLength: 4, maxLength: 5, matches: /^(?:true|false)$/, present: 0.97, chance: 0.5, strongest: 0.1 },
    ],
    subjects: { person: 0.6, thing: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'MARITAL_STATUS',
    kinds: ['text', 'integer', 'boolean'],
    names: [{ phrases: ['marital status', 'marital', 'civil status', 'familienstand', 'etat civil', 'situation familiale', 'estado civil', 'stato civile', 'burgerlijke staat', 'married', 'relationship status', 'stan cywilny'], weight: 5 }],
    neutral: ['status', 'code', 'type', 'id'],
    unlike: ['couple', 'women', 'men', 'number'],
    values: [
      { signal: 'dictionary', says: 'are words for a marital status', minLength: 4, maxLength: 30, matches: inSet(MARITAL), present: 0.9, chance: 0.005, strongest: 5 },
      { signal: 'shape', says: 'are single letters or digits, as codes for it are', minLength: 1, maxLength: 1, matches: /^[a-z\d]$/i, present: 0.97, chance: 0.4, strongest: 0.5 },
      { signal: 'shape', says: 'are yes or no', alphabet: 'letter', minLength: 2, maxLength: 5, matches: /^(?:true|false|yes|no|ja|nein|oui|non|si)$/i, present: 0.97, chance: 0.4, strongest: 0.5 },
    ],
    subjects: { person: 0.5, thing: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'NATIONALITY',
    kinds: ['text'],
    names: [{ phrases: ['nationality', 'citizenship', 'country of citizenship', 'staatsangehoerigkeit', 'staatsangehorigkeit', 'nationalitaet', 'nationalite', 'nacionalidad', 'nazionalita', 'cittadinanza', 'nacionalidade', 'nationaliteit', 'obywatelstwo'], weight: 5.5 }],
    neutral: ['code', 'id', 'name', 'country'],
    values: [
      { signal: 'dictionary', says: 'are words for people of a country', minLength: 4, maxLength: 30, matches: inSet(DEMONYMS), present: 0.85, chance: 0.01, strongest: 3.8, weakest: -1.5 },
      { signal: 'shape', says: 'are words or country codes', alphabet: 'letter unicode space -', minLength: 2, maxLength: 40, matches: /^[\p{L}][\p{L} -]*$/u, present: 0.97, chance: 0.6, strongest: 0.3, weakest: -3 },
    ],
    subjects: { person: 0.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'RELIGION',
    kinds: ['text', 'integer'],
    names: [{ phrases: ['religion', 'religious belief', 'religious affiliation', 'denomination', 'konfession', 'religionszugehoerigkeit', 'glaube', 'faith', 'religione', 'religiao', 'godsdienst', 'culte'], weight: 5 }],
    neutral: ['code', 'id', 'name'],
    values: [
      { signal: 'dictionary', says: 'are names of religions', minLength: 3, maxLength: 40, matches: inSet(RELIGIONS), present: 0.75, chance: 0.003, strongest: 5.5, weakest: -1 },
    ],
    subjects: { person: 0.5, thing: -1 },
    neighbours: 0.4,
  },
  {
    infoType: 'ETHNIC_GROUP',
    kinds: ['text', 'integer'],
    names: [
      { phrases: ['ethnicity', 'ethnic group', 'ethnic', 'ethnic origin', 'race ethnicity', 'ethnie', 'etnia', 'ethnische herkunft', 'hautfarbe', 'skin colour', 'skin color', 'tribe', 'caste'], weight: 5 },
      { phrases: ['race'], weight: 3.5, whole: true },
    ],
    neutral: ['code', 'id', 'group', 'description'],
    values: [
      { signal: 'dictionary', says: 'are words for an ethnic group', minLength: 3, maxLength: 45, matches: inSet(ETHNIC), present: 0.75, chance: 0.02, strongest: 3, weakest: -1 },
      { signal: 'dictionary', says: 'are words that only ethnic groups go by', minLength: 6, maxLength: 45, matches: inSet(ETHNIC_TELLING), present: 0.5, chance: 0.002, strongest: 5.5, weakest: -2 },
    ],
    subjects: { person: 0.5, thing: -1.5 },
    neighbours: 0.4,
  },
  {
    infoType: 'POLITICAL_OPINION',
    kinds: ['text'],
    names: [
      { phrases: ['political party', 'political opinion', 'political affiliation', 'party affiliation', 'parteizugehoerigkeit', 'partido politico', 'parti politique', 'voter party'], weight: 5 },
      { phrases: ['party'], weight: 2.5, whole: true },
    ],
    values: [{ signal: 'dictionary', says: 'are names of parties or political directions', minLength: 3, maxLength: 40, matches: hasWord(PARTIES), present: 0.7, chance: 0.03, strongest: 3, weakest: -1 }],
    subjects: { person: 1, thing: -1.5, organisation: -1 },
    neighbours: 0.5,
  },
  {
    infoType: 'SEXUAL_ORIENTATION',
    kinds: ['text'],
    names: [{ phrases: ['sexual orientation', 'sexual preference', 'sexuelle orientierung', 'orientation sexuelle', 'orientacion sexual'], weight: 6.5 }],
    values: [{ signal: 'dictionary', says: 'are words for a sexual orientation', minLength: 3, maxLength: 30, matches: inSet(ORIENTATIONS), present: 0.7, chance: 0.003, strongest: 5, weakest: -0.5 }],
  },
  {
    infoType: 'UNION_MEMBERSHIP',
    kinds: ['text', 'boolean', 'integer'],
    names: [{ phrases: ['union membership', 'trade union', 'union member', 'labor union', 'labour union', 'gewerkschaft', 'gewerkschaftsmitglied', 'syndicat', 'sindicato', 'sindacato', 'vakbond'], weight: 6 }],
    subjects: { person: 0.5 },
  },
  {
    infoType: 'DISABILITY',
    kinds: ['text', 'boolean', 'integer'],
    names: [{ phrases: ['disability', 'disabled person', 'handicap', 'disability type', 'schwerbehinderung', 'behinderung', 'grad der behinderung', 'discapacidad', 'disabilita', 'deficiencia'], weight: 6 }],
    neutral: ['type', 'code', 'status', 'degree'],
    unlike: ['insurance', 'benefit', 'button', 'golf'],
    subjects: { person: 0.5 },
  },
];
