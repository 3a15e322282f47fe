import { wordSet } from '../checks/word-set.ts';

/** Words in names of political parties, and directions. */
export const PARTIES = wordSet(
  `democrat,democrats,democratic,republican,republicans,independent,libertarian,green,greens,labour,labor,conservative,conservatives,tory,liberal,liberals,socialist,socialists,social,communist,communists,nationalist,progressive,populist,centrist,moderate,whig,federalist,party,partei,parti,partido,partito,partij,partia,puolue,partisi,partai,alliance,front,
spd,cdu,csu,fdp,afd,grune,gruene,linke,bsw,dem,rep,gop,lib,con,snp,ukip,dup,ndp,bjp,inc,aap,ppp,pml,pti,psoe,pp,vox,podemos,ciudadanos,erc,pnv,lfi,lr,rn,fn,ps,em,ump,modem,pcf,eelv,pd,pdl,forza,lega,fratelli,m5s,pt,psdb,mdb,pmdb,psl,pl,psb,pdt,dem,pfl,psol,pcdob,psd,pan,pri,morena,prd,vvd,pvda,d66,cda,pvv,sp,pis,po,ko,sld,psl,lewica,konfederacja,ano,ods,kdu,smer,fidesz,mszp,jobbik,akp,chp,mhp,hdp,iyi,pdip,golkar,gerindra,pks,pkb,nasdem,kpu,ldpr,kprf,dpp,kmt,ldp,anc,eff,odm,uda,likud,meretz,shas,syriza,pasok,nd,fpo,ovp,spo,neos,sap,moderaterna,ap,hoyre,frp,venstre,s,c,kd,mp,sd,kok,kesk,sdp,vas,vihr,ps,left,right,
центр,единая,россия,лдпр,кпрф,справедливая,中国共产党,党员,中共党员,群众,团员,共青团员,国民党,民进党,自民党,立憲民主党,公明党,共産党,維新,더불어민주당,국민의힘,정의당,무소속`,
);

/** Names that only parties and political directions go by, each a whole value. */
export const POLITICAL_TELLING = wordSet(
  `democrat,democrats,democratic party,republican,republicans,republican party,libertarian,libertarian party,green party,constitution party,
strong democrat,strong republican,weak democrat,weak republican,not strong democrat,not strong republican,lean democrat,lean republican,leans democrat,leans republican,
independent democrat,independent republican,not str democrat,not str republican,democrat/lean democrat,republican/lean republican,democratic farmer labor,
liberal democrat,liberal democrats,lib dem,lib dems,libdem,conservative party,labour party,scottish national party,plaid cymru,sinn fein,ukip,reform uk,democratic unionist party,
very liberal,very conservative,extremely liberal,extremely conservative,slightly liberal,slightly conservative,somewhat liberal,somewhat conservative,far left,far right,centre left,centre right,center left,center right,left wing,right wing,
liberal party,new democratic party,bloc quebecois,australian labor party,the nationals,one nation,
cdu,csu,cdu/csu,cdu csu,afd,die linke,bundnis 90/die grunen,bundnis 90 die grunen,die grunen,buendnis 90/die gruenen,b90/grune,freie wahler,alternative fur deutschland,sozialdemokratische partei deutschlands,
fpo,ovp,svp,parti socialiste,front national,rassemblement national,la france insoumise,les republicains,la republique en marche,lrem,modem,eelv,europe ecologie les verts,
psoe,partido popular,podemos,unidas podemos,ciudadanos,izquierda unida,esquerra republicana,partido socialista,partido comunista,partido liberal,partido conservador,bloco de esquerda,
partito democratico,forza italia,fratelli d'italia,movimento 5 stelle,lega nord,partido dos trabalhadores,psdb,pmdb,psol,pcdob,
vvd,pvda,groenlinks,d66,christenunie,pvv,forum voor democratie,prawo i sprawiedliwosc,platforma obywatelska,koalicja obywatelska,nowa lewica,konfederacja,
socialdemokraterna,moderaterna,sverigedemokraterna,miljopartiet,vansterpartiet,centerpartiet,kristdemokraterna,arbeiderpartiet,fremskrittspartiet,socialdemokratiet,dansk folkeparti,enhedslisten,
bharatiya janata party,indian national congress,aam aadmi party,bjp,akp,chp,mhp,hdp,likud,fidesz,jobbik,pdi perjuangan,gerindra,golkar,african national congress,economic freedom fighters,
единая россия,лдпр,кпрф,справедливая россия,中国共产党,中共党员,共青团员,国民党,民进党,自民党,立憲民主党,公明党,共産党,더불어민주당,국민의힘,정의당`,
);

/** Whom people voted for in elections and referendums that surveys ask about. */
export const CHOICES = wordSet(
  `trump,donald trump,biden,joe biden,harris,kamala harris,clinton,hillary clinton,obama,barack obama,romney,mitt romney,mccain,john mccain,sanders,bernie sanders,jill stein,gary johnson,bush,kerry,gore,perot,dukakis,mondale,reagan,carter,
leave,remain,brexit,macron,emmanuel macron,le pen,marine le pen,melenchon,fillon,hollande,sarkozy,merkel,scholz,laschet,baerbock,lula,bolsonaro,haddad,ciro gomes,modi,trudeau,scheer,
did not vote,didn't vote,non voter,nonvoter,nichtwahler,abstention,blanc,abstained,would not vote,not registered,third party`,
);
