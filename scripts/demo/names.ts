import { below, seeded, shuffled } from '../../src/kernel/random.ts';

/** What is told of a person who plays in the demo; everything else of the profile stays empty. */
export type Person = {
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
};

/** First names and family names of one part of the world, to be put together freely. */
type Pool = { readonly first: string; readonly last: string };

const POOLS: readonly Pool[] = [
  {
    first: 'Mads Freja Rasmus Astrid Søren Ida Anders Kirsten Jeppe Bodil Troels Maj-Britt',
    last: 'Kjærgaard Nørgård Østergaard Vestergaard Bøgh Lauridsen Damkjær Skovsgaard Holm-Jensen',
  },
  {
    first: 'Elin Torbjörn Åsa Göran Saga Håkon Ingrid Sigurd Solveig Þórdís Eiríkur Ragnhild',
    last: 'Lindqvist Sjöberg Åkesson Bakken Haugland Nordström Hafsteinsson Öhman Ljungberg',
  },
  {
    first: 'Jürgen Anneliese Matthias Ulrike Björn-Ole Käthe Lorenz Heike Wolfram Silke Götz',
    last: 'Großmann Hühnlein Pfeiffer Schäffler Brüning Köhler-Vogt Weißgerber Lötzerich Drechsel',
  },
  {
    first: 'Éloïse Thibault Maëlle Jean-Baptiste Anaïs Gaëtan Solène François-Xavier Noémie',
    last: 'Lefèvre Beauchêne Rousselot Delacourt Hébrard Chauvière Montagnier Pélissier Garçon',
  },
  {
    first: 'Íñigo Concepción Joaquín Rocío Nuño Begoña Álvaro Consuelo Óscar Lucía Xavier',
    last: 'Etxeberria Villanueva Quiñones Ibáñez Peñalver Carrasco Muñiz Echegaray Zubizarreta',
  },
  {
    first: 'Vasco Graça Inês Duarte Conceição Tomé Beatriz Simão Leonor Gonçalo Caetana',
    last: 'Magalhães Bragança Carvalhal Quintão Figueirôa Sampaio Travassos Lourenço Avelar',
  },
  {
    first: 'Łukasz Małgorzata Zbigniew Żaneta Grzegorz Świętosława Jędrzej Wojciech Bożena',
    last: 'Wróblewski Szczepański Brzęczyszczak Głowacki Żukowski Dąbek Krzysztofik Źrebiec Mączka',
  },
  {
    first: 'Jiří Markéta Zdeněk Kateřina Ľubomír Daniela Přemysl Věra Štěpán Radka',
    last: 'Dvořáček Chalupný Hruška Vondráček Šťastný Kadlečík Novotníček Žižkovský Ďurčo',
  },
  {
    first: 'Nikos Evangelia Stavros Kalliopi Thanasis Despina Mihai Ileana Bogdan Ștefania',
    last: 'Papakonstantinou Theodoridis Mavrogiannis Hatzidaki Ionescu-Popa Țepeluș Văcărescu Lambrou',
  },
  {
    first: 'Siobhán Padraig Aoife Declan Rhiannon Gethin Morag Hamish Imogen Alistair',
    last: "O'Shaughnessy O'Malley-Byrne MacAllister Fitzwilliam Llewellyn ApRhys D'Arcy McGonagle",
  },
  {
    first: 'Emre Şebnem Oğuz Ayşegül Çağla Yiğit İpek Reza Parisa Kamran Shirin Arash',
    last: 'Yıldırımoğlu Çelikkol Gündoğan Özdemirci Rahimzadeh Farrokhi Tehranchi Karabıyık Şimşek',
  },
  {
    first: 'Ngọc Thảo Minh-Anh Quang Wei Xiuying Jun-ho Seo-yeon Haruto Sakura Siew-Ling',
    last: 'Nguyễn Trần Đặng Ng Xu Zhang-Ferreira Baek Cheong Kuroyanagi Ishibashi Tan',
  },
  {
    first: 'Priyanka Arvind Lakshmi Sanjeev Ravindra Chidi Ngozi Kwabena Oluwaseun Thandiwe',
    last: 'Venkataraghavan Chattopadhyay Ramanathan Okonkwo Adeyemi Boateng Mthembu Nwosu-Hale',
  },
  {
    first: 'Tyrell Savannah Beau Dakota Wyatt Marisol Desmond Keahi Leilani Emmett',
    last: 'Abernathy Whitlock Beauregard Castellanos Hollingsworth Kealoha Vandermeer Pruitt Yazzie',
  },
];

const called = (firstName: string, lastName = '', nickname = ''): Person => ({
  ...{ firstName, lastName, nickname },
});

/** Names that show where a page is too narrow, or reads in one direction only. */
const SPECIAL: readonly Person[] = [
  called('Bartholomäus-Maximilian', 'von Hohenlohe-Waldenburg'),
  called('María del Carmen', 'Fernández de Córdoba y Álvarez'),
  called('Wilhelmina Petronella', 'van den Bosch-van Leeuwenhoek'),
  called('Chukwuemeka Oluwatobiloba', 'Ezekwesili-Nwachukwu'),
  called('Venkatanarasimha', 'Subramaniam Krishnamurthy'),
  called('محمد', 'عبد الرحمن الهاشمي'),
  called('ليلى', 'بن يوسف'),
  called('سامر', 'الحداد', 'أبو الورق'),
  called('نور', 'المنصوري'),
  called('יעל', 'כהן-מזרחי'),
  called('אבישי', 'רוזנבלום'),
  called('תמר', 'בן-דוד', 'המלכה'),
  called('Ξενοφών', 'Παπαδημητρακόπουλος'),
  called('Святослав', 'Крижанівський'),
  called('美咲', '小笠原'),
  called('Xi', 'Wu'),
  called('Bo', 'Li'),
  called('Suharto'),
  called('Dagný'),
  called('Madhavi'),
  called("N'Golo", "M'Baye-D'Almeida"),
  called('Jean-Luc', "L'Hôpital-Saint-Just"),
  called('', '', 'Riverboat'),
  called('', '', 'Der Schweiger von Altona'),
];

const NICKNAMES: readonly string[] = [
  ...['Fishcake', 'The Dane', 'Kings Up', 'Tilt', 'Professor', 'Ace', 'Nordlys', 'Dr. Fold'],
  ...['Limp Biscuit', 'Mormor', 'El Zorro', 'Quads', 'Pocket Deuces', 'Smørrebrød', 'Iceman'],
  ...['Big Slick', 'Calling Station', 'Zahlenfuchs', 'Le Notaire', 'One Outer', 'Runner-Runner'],
  ...['Grandmaster', 'Hit & Run', 'Sevens', 'Stonks', 'Auntie', 'Nosebleed', 'Rivermouth'],
];

const madeUp = (seed: string): Person[] => {
  const random = seeded(seed);
  const all = POOLS.flatMap(({ first, last }) => {
    const pairs = first
      .split(' ')
      .flatMap((firstName) => last.split(' ').map((lastName) => called(firstName, lastName)));
    return shuffled(random, pairs).slice(0, 30);
  });
  const nicknames = shuffled(random, NICKNAMES);
  return shuffled(random, all).map((person) => {
    const nickname = below(random, 8) === 0 ? (nicknames.pop() ?? '') : '';
    return { ...person, nickname };
  });
};

/**
 * So many people, all different, none of them real: the difficult names first, then any.
 * @param count at most 400.
 */
export const people = (count: number): readonly Person[] =>
  [...SPECIAL, ...madeUp('a venue by the harbour')].slice(0, count);
