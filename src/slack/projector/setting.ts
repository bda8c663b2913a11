import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock, MessageStore } from '../../engine/ports.js';
import type { RunState } from '../../run/state.js';
import type { View } from '../../view/scene.js';
import type { Surface } from '../../view/surface.js';
import type { Holds } from './holds.js';
import type { Pace } from './pace.js';
import type { Sender } from './sender.js';
import type { Turn } from './turns.js';

/** What a run should look like in Slack, in the order in which it is to appear. */
export type Render = (state: RunState, seen: Omit<View, 'roles'>) => readonly Surface[];

/** What all runs share: one workspace, one set of rates and waits. */
export type Setting = {
  readonly client: WebClient;
  readonly sender: Sender;
  readonly store: MessageStore;
  readonly render: Render;
  readonly clock: Clock;
  readonly log: Logger;
  readonly pace: Pace;
  readonly holds: Holds;
  readonly turn: Turn;
};
