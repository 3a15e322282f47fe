import { wordSet } from '../checks/word-set.ts';

/** Words for religions and those who have them. */
export const RELIGIONS = wordSet(
  `christian,christianity,catholic,catholicism,roman catholic,protestant,protestantism,orthodox,eastern orthodox,greek orthodox,russian orthodox,lutheran,anglican,baptist,methodist,presbyterian,evangelical,pentecostal,adventist,seventh day adventist,mormon,lds,jehovahs witness,jehovah's witness,muslim,moslem,islam,islamic,sunni,shia,jewish,judaism,jew,hindu,hinduism,buddhist,buddhism,sikh,sikhism,jain,jainism,bahai,baha'i,taoist,taoism,shinto,confucian,animist,traditional,unitarian,quaker,atheist,atheism,agnostic,no religion,non religious,nonreligious,not religious,unaffiliated,secular,spiritual,pagan,zoroastrian,parsi,druze,
evangelisch,katholisch,roemisch katholisch,romisch katholisch,rk,ev,islamisch,juedisch,judisch,konfessionslos,orthodoxe,catholique,musulman,musulmane,juif,protestante,bouddhiste,sans religion,catolico,catolica,cristiano,cristiana,evangelico,evangelica,judio,ateo,ateu,agnostico,espirita,umbanda,candomble,sem religiao,sin religion,cattolico,musulmano,ebreo,katholiek,hervormd,gereformeerd,katolik,katolicka,rzymskokatolicka,prawoslawna,kristen,kristendom,kristen protestan,protestan,konghucu,hindu,budha,buddha,khonghucu,musluman,hristiyan,alevi,
православие,православныи,православный,христианство,ислам,мусульманин,иудаизм,буддизм,атеист,католик,佛教,道教,基督教,天主教,伊斯兰教,无宗教,无,불교,기독교,천주교,개신교,무교,مسلم,مسيحي,יהודי,हिन्दू,हिंदू,मुस्लिम,none religion,church of england,born again,apostolic,wesleyan,aglipayan,iglesia ni cristo`,
);

/** Words in names of political parties, and directions. */
export const PARTIES = wordSet(
  `democrat,democrats,democratic,republican,republicans,independent,libertarian,green,greens,labour,labor,conservative,conservatives,tory,liberal,liberals,socialist,socialists,social,communist,communists,nationalist,progressive,populist,centrist,moderate,whig,federalist,party,partei,parti,partido,partito,partij,partia,puolue,partisi,partai,alliance,front,
spd,cdu,csu,fdp,afd,grune,gruene,linke,bsw,dem,rep,gop,lib,con,snp,ukip,dup,ndp,bjp,inc,aap,ppp,pml,pti,psoe,pp,vox,podemos,ciudadanos,erc,pnv,lfi,lr,rn,fn,ps,em,ump,modem,pcf,eelv,pd,pdl,forza,lega,fratelli,m5s,pt,psdb,mdb,pmdb,psl,pl,psb,pdt,dem,pfl,psol,pcdob,psd,pan,pri,morena,prd,vvd,pvda,d66,cda,pvv,sp,pis,po,ko,sld,psl,lewica,konfederacja,ano,ods,kdu,smer,fidesz,mszp,jobbik,akp,chp,mhp,hdp,iyi,pdip,golkar,gerindra,pks,pkb,nasdem,kpu,ldpr,kprf,dpp,kmt,ldp,anc,eff,odm,uda,likud,meretz,shas,syriza,pasok,nd,fpo,ovp,spo,neos,sap,moderaterna,ap,hoyre,frp,venstre,s,c,kd,mp,sd,kok,kesk,sdp,vas,vihr,ps,left,right,
центр,единая,россия,лдпр,кпрф,справедливая,中国共产党,党员,中共党员,群众,团员,共青团员,国民党,民进党,自民党,立憲民主党,公明党,共産党,維新,더불어민주당,국민의힘,정의당,무소속`,
);

/** Words for sexual orientations. */
export const ORIENTATIONS = wordSet(
  'heterosexual,straight,hetero,homosexual,gay,lesbian,bisexual,asexual,pansexual,queer,heterosexuell,homosexuell,bisexuell,heterosexuel,homosexuel,heterosexual,bisexuelle,eterosessuale,omosessuale,heteroseksueel,homoseksueel,biseksueel,heteroseksualny,gay or lesbian,straight or heterosexual,gay/lesbian',
);

/** Words for disabilities. */
export const DISABILITIES = wordSet(
  'physical disability,visual impairment,hearing impairment,intellectual disability,mental disability,learning disability,speech impairment,locomotor disability,cerebral palsy,autism,blind,low vision,deaf,blindness,deafness,multiple disability,orthopedic,visual,hearing,physical,mental,psychosocial,mobility,disabled,not disabled,handicapped,wheelchair,fisica,auditiva,visual,intelectual,multipla,motora,motriz,psicosocial,tunanetra,tunarungu,tunagrahita,tunadaksa,指体,肢体,听力,视力,智力,精神,지체,뇌병변,시각,청각,지적,자폐,정신,언어,신장,중증,경증,심하지 않은 장애,심한 장애',
);
