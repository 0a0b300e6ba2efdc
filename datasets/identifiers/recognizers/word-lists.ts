// Words that a name is told by: those of sentences, titles, streets, companies. Folded; several languages in one list.

const list = (...words: string[]): ReadonlySet<string> => new Set(words.flatMap((line) => line.trim().split(/\s+/)));

/** Words that hold sentences together: never a name, though some language has a name that is spelled so. */
export const functionWords = list(
  `a an the this that these those it its he she him her his hers they them their theirs we us our ours you your yours i me my mine
  who whom whose which what when where why how and or but nor so yet if then else than as at by for from in into of off on onto out over
  to under up down with without within about above after again against all am any are aren't isn't be because been before being below
  between both can cannot could couldn't did didn't do does doesn't doing don't during each either few further had has have having here
  hers himself herself itself just let like may maybe might more most much must neither no not now off once one two three only other
  others ought own please same shall should since some such there thus too until very via was were while will would yes yet also even
  ever every everyone everything everybody nobody nothing none someone something somebody anyone anything however therefore
  i'm i'll i've i'd it's he's she's that's there's here's what's who's where's let's they're they've we're we've you're you've won't
  wasn't weren't hasn't haven't hadn't shouldn't wouldn't can't c'mon ok okay hello hi hey dear thanks thank regards sincerely best`,
  `der die das den dem des ein eine einer eines einem einen und oder aber nicht ist sind war waren wird werden mit von vom zu zum zur
  im auf aus bei nach seit fur uber unter wir ihr sie er es ich mein dein sein unser bitte danke sehr geehrte geehrter liebe lieber frau
  herr hallo als auch noch nur schon wenn weil dass kein keine`,
  `le la les un une des du de et ou mais ne pas est sont dans sur sous avec sans pour par chez je tu il elle nous vous ils elles mon ma
  mes ton ta tes son sa ses notre votre leur ce cet cette ces bonjour merci monsieur madame cher chere que qui quoi dont`,
  `el los las unos unas y o pero no es son en con sin por para su sus mi mis tu tus se lo al del hola gracias senor senora estimado
  estimada que quien como cuando donde`,
  `il lo gli uno ed ma non e sono con senza per tra fra suo sua suoi mio mia tuo ciao grazie signor signora gentile che chi come quando dove`,
  `een het en of maar niet zijn was met zonder voor door van bij naar hij zij wij jullie ik mijn jouw hun dit dat deze die geachte beste`,
  `a i o u v ve s se z ze k ke na nad pod pro pri po od do bez za ten ta to tento tato toto je jsou byl byla bylo jsem jste ale nebo
  prosim dobry den dekuji vazeny vazena pan pani jak kde kdy kdo co`,
  `i w we z ze na do od dla po pod nad przy nie jest sa byl byla oraz ale albo lub prosze dzien dobry dziekuje pan pani jak gdzie kiedy kto co`,
);

/** Nouns and verbs of letters, offices and shops, where faker's words leave gaps. */
export const officeWords = list(
  `account accounts address addresses amount annual answer application april august bank banking bill billing birthday board book box branch
  business card cards center centre chapter charge charges city claim client comment community company complaint concert conference
  contact contract council country county court credit customer date deal december department desk director division doctor document
  driver due e-mail email emails employee error family father february fee fees file first flight form friday friend fund funds game
  girl government great group guide health history holiday home hotel hour house iban id identity info information insurance internet
  invoice issue january job july june kind lady last law letter level limit line list loan locals login mail manager march market
  meeting member memo message middle mission mobile monday money month mother movie mr name new news night notice november number
  object october office officer online open option options order orders page part party passport password patient pay payment people
  person personal phone pin place plan player point policy post price prime process product profile program project query question
  questions re reason receipt ref reference registration release report request response restaurant return right room royal sale sales
  saturday school section select september series service services shop signature sir song source south spring staff state statement
  store story street student subject subscription summary summer sunday support surname system team tel terms test thursday ticket
  title today tomorrow total transaction transfer tuesday type university update user version visit visitor water website wednesday
  week weekend west white wife winter work world year years yesterday zip children kids brother sister son daughter grandfather
  grandmother teacher nurse capital bot fax website url user notes note agent caller guest tenant landlord north east southern northern
  eastern western central upper lower act civil rights article treaty union border force agency cautionary tales labor day secret love
  wisdom discipline action adventure animation comedy mystery suspense directed producer producers writer songwriter singer leader tv
  pop rock hits album band orchestra club clubs guitar anthem lyrics verse chorus read listen watch says said asked told called met saw
  spoke followed follow ask tell call see need want send sent got get gave give take took make made come came go went know think look
  looking found find keep left leave put seem show try turn use used feel felt become unlike despite although though around along
  klient klientka klienta klientovi zakaznik zakaznice zadatel zadatelka dluznik rucitel kunde kundin antragsteller
  antragstellerin darlehen client cliente clienti klijent klantin klant kredit uver pujcka smlouva pobocka prosim dobry across behind beside beyond inside outside toward towards upon among perhaps`,
);

export const titles = list(
  `mr mrs ms miss mx dr prof professor sir dame lord lady madam rev reverend fr sgt capt lt col gen maj hon judge officer
  herr frau hr fru fraulein m mme mlle monsieur madame mademoiselle sr sra srta senor senora senorita don dona sig signor signora dott
  dottore dhr mevr mw mevrouw meneer pan pani p ing mgr bc mudr judr rndr doc paní`,
);

/** Between the parts of a name. */
export const particles = list(
  `van von der den de del della dello degli di da dos das do du la le lo los las el al bin ibn ben bint abu ter ten zu zum zur af av
  y e san santa st mac mc o' d' ten te op't 't`,
);

/** Words that end, begin or fill the name of a company or authority. */
export const organisationWords = list(
  `inc incorporated corp corporation ltd limited llc llp plc co company gmbh ag kg ohg ug se sa sas sarl srl spa sl slu bv nv oy oyj ab as asa
  aps kft zrt bt sp z.o.o s.r.o a.s doo d.o.o ood sro pty holding holdings group grupo gruppe groupe partners associates consulting solutions technologies
  technology systems services industries enterprises ventures capital bank banque banca banco sparkasse insurance assurance versicherung
  university universitat universite college institute academy school hospital clinic klinik foundation stiftung association society
  union council ministry department agency authority commission committee bureau office orchestra club team laboratories labs studios
  media network networks software analytics airlines airways motors pharma pharmaceuticals energy logistics movers brothers bros sons
  global international worldwide research unlimited ratings factoring mutual trust securities investments financial realty records`,
);

/** Before the number of a flat or a box. */
export const unitWords = list(
  'suite apt apartment unit flat box psc floor room ste bldg building apo fpo dpo uss usns usnv uscgc',
);

/** The form of a company, whatever else the word may be. */
export const legalForms = list(
  'inc incorporated corp corporation ltd limited llc llp plc gmbh ag kg sarl srl spa bv nv oy oyj ab as aps kft zrt sro doo ood sp pty',
);

/** Words of their own that make what stands before or after them a street. */
export const streetWords = list(
  `street st str road rd avenue ave av lane ln drive dr boulevard blvd bd court ct place pl square sq squares terrace ter highway hwy
  parkway pkwy way trail trl crescent cres close circle cir loop alley row mews gardens grove hill hills park plaza pike path
  walk crossing bridge heights ridge view manor mount mountain valley point pass union dale isle island junction landing
  rue allee chemin impasse quai route cours passage faubourg
  rua avenida travessa alameda praca largo estrada via viale piazza piazzale corso vicolo largo strada c/ calle plaza paseo
  carrer carretera camino ronda ulica ul ulice nam namesti tr trida nabrezi aleja al os osiedle plac pl utca u ut ter korut rkp
  kapu strasse stra gasse weg platz straat laan plein gracht gatan vagen vej gade alle vei veien gata plads torv katu tie
  bulevar bulevardi trg cesta put utja terrasse terrace strada soseaua bulevardul calea ulitsa prospekt λεωφορος οδος улица ул проспект`,
);

/** Those that begin the name of a street, in languages that say them first. */
export const leadingStreetWords = list(
  `rue avenue allee chemin impasse quai rua avenida av travessa alameda praca largo estrada via viale piazza piazzale corso vicolo
  c/ calle plaza paseo carrer carretera camino ronda ulica ul nam namesti tr trida aleja al osiedle os pl bulevar bulevardul soseaua calea
  strada λεωφορος οδος улица ул проспект`,
);

/** How names of streets end that are one word. */
export const streetEndings =
  /(?:stra(?:ss|ß)e|strase|gasse|str|weg|wegen|platz|allee|damm|ufer|steig|gatan|gata|gaten|vagen|vag|grand|vej|vejen|gade|straede|torv|katu|katu|tie|kuja|polku|vei|veien|veg|vegen|straat|laan|plein|gracht|kade|dijk|singel|baan|dreef|steenweg|straeti|vegur|braut|utca|stien|terrasse|lundin|backen|stigen|bakken|parken|vangen|hoj|ska|cka|ova|ého|eho|ucca)$/;
