import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../domain/time.js';
import { note } from '../../view/note.js';
import type { Desk } from '../desk.js';
import { tellPrivately } from '../tell.js';
import { describeTrouble, troubleOf } from '../trouble.js';
import type { Click } from './click.js';

/** So long nobody wonders whether anything happens. */
const PATIENCE: Milliseconds = 700;

/** Whether the person heard it or not, the host is asked. */
export async function sayThatItIsAsked(desk: Desk, click: Click): Promise<void> {
  try {
    await tellPrivately(desk, click, note('askingHost', desk.languageIn(click.channel)));
  } catch (error) {
    desk.log.warn({ by: click.by, detail: describeTrouble(troubleOf(error)) }, 'could not say that a host is asked');
  }
}

/** The same work, of which the person hears when it takes a while. */
export async function sayIfSlow<T>(desk: Desk, click: Click, work: Promise<T>): Promise<T> {
  const ended = work.then(
    () => false,
    () => false,
  );
  if (await Promise.race([ended, sleep(PATIENCE, true, { ref: false })])) await sayThatItIsAsked(desk, click);
  return work;
}
