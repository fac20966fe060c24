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

/** The words of a search, as FTS5's unicode61 tokenizer cuts them; at most letters and numbers. */
export function searchWords(query: string): string[][] {
  return query
    .normalize('NFKC')
    .split(/\s+/u)
    .map((word) => word.match(/[\p{L}\p{N}\p{M}\p{Co}]+/gu) ?? [])
    .filter((tokens) => tokens.length > 0);
}
