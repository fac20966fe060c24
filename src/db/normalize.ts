// The forms in which names and searched words are compared.

/**
 * The look-up form of a spelling: compatibility forms and case folded, accents and apostrophes
 * dropped, everything else that is no letter or number one space. "Зеленський" keeps its script.
 */
export function normalizeName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}'’ʼ`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/**
 * The words of a search, each as the tokens that FTS5's unicode61 tokenizer would cut it into: a word
 * with an apostrophe or hyphen has several, which must stand together.
 */
export function searchWords(query: string): string[][] {
  return query
    .split(/[^\p{L}\p{N}\p{M}\p{Co}'’ʼ‐‑-]+/u)
    .map((word) => word.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [])
    .filter((tokens) => tokens.length > 0);
}

/** The forms in which a word may stand in a text that nobody has normalised. */
export const unicodeForms = (word: string): string[] => [
  ...new Set(
    [word, word.replaceAll('ʼ', ' ')].flatMap((spelling) => [
      spelling,
      ...['NFC', 'NFD', 'NFKC'].map((form) => spelling.normalize(form)),
    ]),
  ),
];
