import type { Content, DirectoryEntry } from '../domain/backup.js';
import { failed, ok, type Result } from '../domain/result.js';
import { CONTENTS_EACH } from './listing-script.js';

/**
 * Reads what the listing script printed. Bytes of a name that are no UTF-8 become U+FFFD, which no pattern matches.
 * A directory that could not be looked into, or where there was too much to tell, has no `contents`; of one with more
 * than 200 entries they are 200.
 */
export function parseListing(bytes: Buffer | undefined, host: string): Result<readonly DirectoryEntry[]> {
  const refuse = (detail: string) => failed({ code: 'host.command-failed', at: host, detail });
  if (!bytes) return refuse('the directory holds too many entries');
  const records = bytes.toString('utf8').split('\0');
  const end = records.indexOf('');
  // Behind the last NUL stands nothing: an empty record there means that the listing is cut.
  if (end === -1 || end === records.length - 1) return refuse('the listing is cut');
  const entries = records.slice(0, end).map(parseEntry);
  const contents = parseContents(records.slice(end + 1));
  const whole = entries.filter((entry) => entry !== undefined);
  if (whole.length < entries.length || !contents) return refuse('the listing cannot be read');
  return ok(whole.map(({ isFolder, ...entry }) => (isFolder ? { ...entry, ...contents.of(entry.name) } : entry)));
}

function parseEntry(record: string): (DirectoryEntry & { readonly isFolder: boolean }) | undefined {
  const [, flag, type = '', bytes, seconds, name] = /^([+!-]) (\S+) (\d+) (-?[\d.]+) (.+)$/s.exec(record) ?? [];
  if (!name) return undefined;
  const modifiedAt = Math.floor(Number(seconds) * 1000);
  const entry = { name, kind: kindOf(type), bytes: Number(bytes), modifiedAt, isFolder: flag === '+' };
  return flag === '!' ? { ...entry, isClosed: true } : entry;
}

type Contents = { of(directory: string): { readonly contents?: readonly Content[] } };

/** What is known of the directories' contents; undefined when a record makes no sense. */
function parseContents(records: readonly string[]): Contents | undefined {
  const isWhole = records.at(-1) === '' && records.at(-2) === '';
  const found = records.slice(0, isWhole ? -2 : -1).map(parseContent);
  const byDirectory = new Map<string, Content[]>();
  const unknown = new Set<string>();
  for (const each of found) {
    if (!each) return undefined;
    if (!each.content) unknown.add(each.directory);
    else if (!byDirectory.get(each.directory)?.push(each.content)) byDirectory.set(each.directory, [each.content]);
  }
  // Directories come one after the other: the last one is where the rest was cut off.
  if (!isWhole) unknown.add(found.at(-1)?.directory ?? '');
  return {
    of(directory) {
      const contents = byDirectory.get(directory) ?? (isWhole ? [] : undefined);
      if (!contents || unknown.has(directory)) return {};
      return { contents: contents.sort((a, b) => (a.name < b.name ? -1 : 1)).slice(0, CONTENTS_EACH) };
    },
  };
}

function parseContent(record: string): { readonly directory: string; readonly content?: Content } | undefined {
  const vanished = /^! (.+)$/s.exec(record)?.[1];
  if (vanished) return { directory: vanished };
  const [, type = '', bytes, directory, name] = /^(\S+) (\d+) ([^/]+)\/(.+)$/s.exec(record) ?? [];
  return directory && name ? { directory, content: { name, kind: kindOf(type), bytes: Number(bytes) } } : undefined;
}

/** From find's letter, or from a mode in hexadecimal. */
function kindOf(type: string): DirectoryEntry['kind'] {
  const format = type.length > 1 ? Number.parseInt(type, 16) & 0o170_000 : 0;
  if (type === 'f' || format === 0o100_000) return 'file';
  if (type === 'd' || format === 0o040_000) return 'directory';
  return type === 'l' || format === 0o120_000 ? 'link' : 'other';
}
