import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { onStopSignals } from '../../sandbox/demo/stop-signals.js';

test('one Ctrl-C stops although it arrives twice; a second one forces', () => {
  const terminal = new EventEmitter();
  const told: string[] = [];
  let now = 5_000;
  onStopSignals({ stop: () => told.push('stop'), force: () => told.push('force') }, terminal, () => now);

  terminal.emit('SIGINT');
  now += 20;
  terminal.emit('SIGINT');
  expect(told).toEqual(['stop']);

  now += 2_000;
  terminal.emit('SIGINT');
  expect(told).toEqual(['stop', 'force']);
});
