/**
 * JSON with sorted keys and no spaces: the same value gives the same characters. Keys whose value is undefined are left out
 * and a `toJSON` is honoured, as in `JSON.stringify`; a number or value that JSON cannot carry throws a TypeError.
 */
export function canonicalJson(value: unknown): string {
  const plain = withoutToJson(value);
  if (Array.isArray(plain)) return `[${plain.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof plain === 'object' && plain !== null) return canonicalObject(plain);
  if (typeof plain === 'number' && !Number.isFinite(plain)) throw new TypeError(`JSON cannot carry ${plain}`);
  const text = JSON.stringify(plain);
  if (text === undefined) throw new TypeError(`JSON cannot carry a ${typeof plain}`);
  return text;
}

function canonicalObject(object: object): string {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${canonicalJson(value)}`).join(',')}}`;
}

function withoutToJson(value: unknown): unknown {
  const has = typeof value === 'object' && value !== null && 'toJSON' in value && typeof value.toJSON === 'function';
  return has ? (value as { toJSON(): unknown }).toJSON() : value;
}
