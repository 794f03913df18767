/**
 * What gives for a key what `make` gave the last time that it was asked for it: for values that nobody can change. An
 * error is not remembered. The many rules of an account name few blocks and ports, and
 * many of them are the same rule.
 *
 * @param most values held at a time: one more, and all are forgotten, so that memory stays bounded
 */
export function remembering<V extends object>(most = 10_000): (key: string | object, make: () => V) => V {
  const known = new Map<string | object, V>();
  return (key, make) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = make();
    if (known.size >= most) known.clear();
    known.set(key, value);
    return value;
  };
}
