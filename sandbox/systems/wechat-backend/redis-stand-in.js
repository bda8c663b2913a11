// A stand-in for Redis on the demonstration host: a TCP server that answers +PONG, which is all the backend asks of it.
import { createServer } from 'node:net';

const port = Number(process.argv[2]);

createServer((socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => socket.write('+PONG\r\n'));
}).listen(port, '127.0.0.1');
