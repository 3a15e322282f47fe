import { wordSet } from '../checks/word-set.ts';

/** Words for religions and those who have them. */
export const RELIGIONS = wordSet(
  `christian,christianity,catholic,catholicism,roman catholic,protestant,protestantism,orthodox,eastern orthodox,greek orthodox,russian orthodox,lutheran,anglican,baptist,methodist,presbyterian,evangelical,pentecostal,adventist,seventh day adventist,mormon,lds,jehovahs witness,jehovah's witness,muslim,moslem,islam,islamic,sunni,shia,jewish,judaism,jew,hindu,hinduism,buddhist,buddhism,sikh,sikhism,jain,jainism,bahai,baha'i,taoist,taoism,shinto,confucian,animist,traditional,unitarian,quaker,atheist,atheism,agnostic,no religion,non religious,nonreligious,not religious,unaffiliated,secular,spiritual,pagan,zoroastrian,parsi,druze,
evangelisch,katholisch,roemisch katholisch,romisch katholisch,rk,ev,islamisch,juedisch,judisch,konfessionslos,orthodoxe,catholique,musulman,musulmane,juif,protestante,bouddhiste,sans religion,catolico,catolica,cristiano,cristiana,evangelico,evangelica,judio,ateo,ateu,agnostico,espirita,umbanda,candomble,sem religiao,sin religion,cattolico,musulmano,ebreo,katholiek,hervormd,gereformeerd,katolik,katolicka,rzymskokatolicka,prawoslawna,kristen,kristendom,kristen protestan,protestan,konghucu,hindu,budha,buddha,khonghucu,musluman,hristiyan,alevi,
православие,православныи,православный,христианство,ислам,мусульманин,иудаизм,буддизм,атеист,католик,佛教,道教,基督教,天主教,伊斯兰教,无宗教,无,불교,기독교,천주교,개신교,무교,مسلم,مسيحي,יהודי,हिन्दू,हिंदू,मुस्लिम,none religion,church of england,born again,apostolic,wesleyan,aglipayan,iglesia ni cristo`,
);

/** Words for sexual orientations. */
export const ORIENTATIONS = wordSet(
  'heterosexual,straight,hetero,homosexual,gay,lesbian,bisexual,asexual,pansexual,queer,heterosexuell,homosexuell,bisexuell,heterosexuel,homosexuel,heterosexual,bisexuelle,eterosessuale,omosessuale,heteroseksueel,homoseksueel,biseksueel,heteroseksualny,gay or lesbian,straight or heterosexual,gay/lesbian',
);

/** Words for disabilities. */
export const DISABILITIES = wordSet(
  'physical disability,visual impairment,hearing impairment,intellectual disability,mental disability,learning disability,speech impairment,locomotor disability,cerebral palsy,autism,blind,low vision,deaf,blindness,deafness,multiple disability,orthopedic,visual,hearing,physical,mental,psychosocial,mobility,disabled,not disabled,handicapped,wheelchair,fisica,auditiva,visual,intelectual,multipla,motora,motriz,psicosocial,tunanetra,tunarungu,tunagrahita,tunadaksa,指体,肢体,听力,视力,智力,精神,지체,뇌병변,시각,청각,지적,자폐,정신,언어,신장,중증,경증,심하지 않은 장애,심한 장애',
);
