/** Where to listen: one interface and one port. */
export type ListenAt = { readonly host: string; readonly port: number };

/** Reads `9464`, `127.0.0.1:9464` or `[::1]:9464`; a bare port listens on `host`. Undefined when it is none of these. */
export function readListenAt(text: string, host: string): ListenAt | undefined {
  const parts = /^(?:(\[[0-9a-f:.]+\]|[a-z0-9.-]+):)?(\d{1,5})$/i.exec(text.trim());
  const port = Number(parts?.[2]);
  if (!parts || port > 65_535) return undefined;
  return { host: parts[1]?.replace(/^\[|\]$/g, '') ?? host, port };
}
