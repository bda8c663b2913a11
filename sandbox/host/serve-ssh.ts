import type { Socket } from 'node:net';
import type {
  AcceptConnection,
  AuthContext,
  Connection,
  KexAlgorithm,
  RejectConnection,
  ServerChannel,
  Session,
} from 'ssh2';
import ssh2 from 'ssh2';
import type { KeyPair } from './keys.js';
import { type BoxCommand, runCommand } from './run-command.js';

export type SshOptions = {
  readonly hostKey: KeyPair;
  readonly clientKey: KeyPair;
  readonly user: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  /** The only key exchanges that it knows. */
  readonly keyExchanges: readonly KexAlgorithm[] | undefined;
  log(kind: string, detail: string): void;
};

/** OpenSSH's default MaxSessions. */
const MAX_SESSIONS = 10;

/** An SSH server that accepts one user's key and runs `exec` only; returns what to do with each new socket. */
export function serveSsh(options: SshOptions): (socket: Socket) => void {
  const algorithms = options.keyExchanges && { algorithms: { kex: [...options.keyExchanges] } };
  const server = new ssh2.Server(
    { hostKeys: [options.hostKey.privateText], ident: 'BackoutBox', ...algorithms },
    (client) => greet(client, options),
  );
  return (socket) => server.injectSocket(socket);
}

function greet(client: Connection, options: SshOptions): void {
  const { log } = options;
  const allowed = parseKey(options.clientKey);
  let open = 0;
  log('connection', '');
  client.on('error', () => {});
  client.on('handshake', ({ kex }) => log('key exchange', kex));
  client.on('authentication', (context) => judge(context, allowed, options));
  client.on('session', (accept, reject) => {
    if (open >= MAX_SESSIONS) {
      reject();
      return;
    }
    open += 1;
    serveSession(accept(), options, () => {
      open -= 1;
    });
  });
  client.on('request', (_accept, reject, name) => refuse(log, 'forward', name, reject));
  client.on('tcpip', (_accept, reject, { destIP, destPort }) =>
    refuse(log, 'forward', `${destIP}:${destPort}`, reject),
  );
}

function judge(context: AuthContext, allowed: ssh2.ParsedKey, { user, log }: SshOptions): void {
  log('auth', `${context.method} ${context.username}`);
  const isKnown =
    context.method === 'publickey' && context.username === user && context.key.data.equals(allowed.getPublicSSH());
  if (isKnown && isProven(context, allowed)) context.accept();
  else context.reject(['publickey']);
}

/** The first question carries no signature: it only asks whether this key would do. */
function isProven({ signature, blob, hashAlgo }: ssh2.PublicKeyAuthContext, key: ssh2.ParsedKey): boolean {
  return !signature || key.verify(blob ?? '', signature, hashAlgo) === true;
}

function serveSession(session: Session, options: SshOptions, closed: () => void): void {
  const { log } = options;
  let command: BoxCommand | undefined;
  session.on('exec', (accept: () => ServerChannel, _reject, { command: line }) => {
    log('exec', line);
    command = runCommand(line, accept(), options);
  });
  session.on('signal', (accept, _reject, { name }) => {
    log('signal', name);
    command?.signal(name);
    accept?.();
  });
  session.on('close', closed);
  session.on('env', (_accept, reject, { key }) => refuse(log, 'env', key, reject));
  session.on('pty', (_accept, reject) => refuse(log, 'pty', '', reject));
  session.on('shell', (_accept: unknown, reject: RejectConnection) => refuse(log, 'shell', '', reject));
  session.on('subsystem', (_accept, reject, { name }) => refuse(log, 'subsystem', name, reject));
  session.on('auth-agent', (_accept: AcceptConnection, reject) => refuse(log, 'agent', '', reject));
  session.on('x11', (_accept, reject) => refuse(log, 'x11', '', reject));
}

function refuse(log: SshOptions['log'], kind: string, detail: string, reject?: (() => void) | false): void {
  log(kind, detail);
  if (reject) reject();
}

function parseKey({ publicLine }: KeyPair): ssh2.ParsedKey {
  const key = ssh2.utils.parseKey(publicLine);
  if (key instanceof Error) throw key;
  return key;
}
