// Invented words and names in several scripts, with the frequencies of real ones.
import { type Random, randomOf } from './random.ts';

/** Syllables of a people's names and words: romanised, and as they write them. */
type Tongue = { language: string; script: string; syllables: [latin: string, native: string][] };

const pairs = (latin: string, native: string): [string, string][] => {
  const written = native.split(' ');
  return latin.split(' ').map((syllable, index) => [syllable, written[index] ?? syllable]);
};
const same = (syllables: string): [string, string][] => pairs(syllables, syllables);

export const TONGUES: Record<string, Tongue> = {
  en: {
    language: 'en',
    script: 'Latn',
    syllables: same(
      'bar den fol gar hol ker lan mor nel pem rud sten tal wick ford ton ley er an ish',
    ),
  },
  cs: {
    language: 'cs',
    script: 'Latn',
    syllables: pairs(
      'dvo ra cek no vak ze li ka bo hus man vi tez sla va me sto ni cky ova',
      'dvo řá ček no vák že li ká bó hůs man ví těz slá vá mě sťo ní cký ová',
    ),
  },
  fr: {
    language: 'fr',
    script: 'Latn',
    syllables: pairs(
      'be ran ger le on mar ce de la fon taine gui llot sau va ge te re se au',
      'bé ran ger lé on mar çé dé là fon taîne guî llôt sau vâ gè té ré sê aü',
    ),
  },
  uk: {
    language: 'uk',
    script: 'Cyrl',
    syllables: pairs(
      'vo lo dy myr ko val sha ra bo ri na tar yar os mel ny chuk en ka pet li',
      'во ло ди мир ко валь ша ра бо рі на тар яр ос мель ни чук єн ка пет лі',
    ),
  },
  ar: {
    language: 'ar',
    script: 'Arab',
    syllables: pairs(
      'kha lid ah mad sa mir na ji ha san fa ris ya sin ra shid ma lik no ur',
      'خا لد أح مد سا مر نا جي ح سن فا رس يا سين را شد ما لك نو ور',
    ),
  },
  zh: {
    language: 'zh',
    script: 'Hans',
    syllables: pairs(
      'wang li zhang wei ming hua guo jun fang xia yu qing shan lin chen tao hai bo wen an',
      '王 李 张 伟 明 华 国 军 芳 霞 雨 清 山 林 陈 涛 海 波 文 安',
    ),
  },
};

/** How often documents are in a language; tongues of people and places follow. */
export const LANGUAGES = { en: 70, uk: 8, fr: 7, cs: 5, ar: 5, zh: 5 };

export const title = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);

export type Spelled = { latin: string; native: string };

/** A word of so many syllables, in both spellings. */
export function syllables({ pick }: Random, tongue: string, count: number): Spelled {
  let [latin, native] = ['', ''];
  for (let index = 0; index < count; index += 1) {
    const [roman, written] = pick(TONGUES[tongue]?.syllables ?? []);
    latin += roman;
    native += written;
  }
  return { latin: title(latin), native: title(native) };
}

export const slugOf = (words: string): string =>
  words
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** The words that stand at the head of every count of English. */
const COMMON =
  'the of and to a in is that we for it are this with be will on our not have they was by from as people who has government all must there war their been more you can peace would country no but what when now an state today one said out world if city only us new time about every many security children never make down help after health work need over water right say day order food between home first president under these power support because long million until army hospital border law responsibility victory evacuation'.split(
    ' ',
  );
const VOCABULARY = 20_000;

/** The words of a language, commonest first. They are the same whatever the seed. */
function vocabularyOf(tongue: string): string[] {
  const random = randomOf('vocabulary', tongue);
  const words = new Set(tongue === 'en' ? COMMON : []);
  while (words.size < VOCABULARY) {
    const most = words.size < 400 ? 2 : words.size < 6000 ? 3 : 4;
    const { native } = syllables(random, tongue, random.whole(2, most));
    words.add(native.toLowerCase());
  }
  return [...words];
}

const vocabularies = new Map<string, string[]>();

function wordsOf(tongue: string): string[] {
  const words = vocabularies.get(tongue) ?? vocabularyOf(tongue);
  vocabularies.set(tongue, words);
  return words;
}

/** The commonest words of a language. */
export const commonWords = (tongue: string, count: number): string[] =>
  wordsOf(tongue).slice(0, count);

/** So many words of running speech, as frequent as in real speech. */
export function speech({ rank }: Random, tongue: string, count: number): string[] {
  const words = wordsOf(tongue);
  return Array.from({ length: count }, () => words[rank(VOCABULARY)] as string);
}

/** Words as a sentence is printed; Chinese is written without spaces. */
export const sentence = (words: string[], tongue: string): string =>
  title(tongue === 'zh' ? words.join('，') : words.join(' '));
