// Answers that are found out once.

/** The same function, which works each answer out once and remembers it for as long as it lives itself. */
export function remembered<K, V>(of: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const answer = known.get(key);
    if (answer !== undefined || known.has(key)) return answer as V;
    const found = of(key);
    known.set(key, found);
    return found;
  };
}
