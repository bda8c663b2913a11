import { connect } from 'node:net';

/** Asks Redis for a PONG once a second and remembers the last answer. */
export function watchRedis(port) {
  let state = 'disconnected';
  const ask = () => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    socket.setTimeout(900, () => socket.destroy(new Error('timeout')));
    socket.once('data', (answer) => {
      state = String(answer).startsWith('+PONG') ? 'connected' : 'disconnected';
      socket.end();
    });
    socket.once('error', () => {
      state = 'disconnected';
    });
  };
  ask();
  setInterval(ask, 1_000).unref();
  return { state: () => state };
}
