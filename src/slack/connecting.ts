import type { App } from '@slack/bolt';
import type { Logger } from 'pino';
import { failed, ok, type Result } from '../domain/result.js';
import { createAlarm } from './alarm.js';
import { backOff } from './back-off.js';
import type { WhoAmI } from './identity.js';
import { describeTrouble, troubleOf } from './trouble.js';

/** The way to the first connection; later ones are the sockets' own matter. */
export type Connecting = {
  /**
   * Fails with `secret.missing` when Slack refuses a token and with `slack.other-team` when the token is another
   * workspace's; in HTTP mode with `port.unusable` when its port cannot be listened on. Without Slack it succeeds and
   * goes on trying.
   */
  start(): Promise<Result<void>>;
  stop(): Promise<void>;
};

type ListenError = Error & { readonly syscall: string; readonly address?: string; readonly port?: number };

function isListenError(error: unknown): error is ListenError {
  return error instanceof Error && 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'bind');
}

function placeOf({ address, port }: ListenError): string {
  return [address, port].filter((part) => part !== undefined).join(':');
}

/** Nobody of another workspace is heard. */
function otherTeam(expected: string, presented: string): Result<never> {
  return failed({ code: 'slack.other-team', at: presented, facts: { team: expected } });
}

/** Learns who the bot is before anything is heard, because Bolt drops what it hears before. */
export function createConnecting(bolt: App, identity: WhoAmI, log: Logger, team: string | undefined): Connecting {
  const alarm = createAlarm();
  let stopped = false;

  async function connect(failures: number): Promise<Result<void>> {
    if (stopped) return ok(undefined);
    try {
      const { teamId } = await identity();
      if (team !== undefined && teamId !== team) return otherTeam(team, teamId);
      await bolt.start();
      return ok(undefined);
    } catch (error) {
      return judge(error instanceof AggregateError ? error.errors[0] : error, failures);
    }
  }

  function judge(error: unknown, failures: number): Result<void> {
    if (isListenError(error)) return failed({ code: 'port.unusable', at: placeOf(error), detail: error.message });
    const trouble = troubleOf(error);
    const detail = describeTrouble(trouble);
    const at = identity.known() ? 'SLACK_APP_TOKEN' : 'SLACK_BOT_TOKEN';
    if (trouble.kind === 'refused') return failed({ code: 'secret.missing', at, detail });
    log.warn({ failures, detail }, 'Slack is not there; trying again');
    // Once the sockets have started they go on by themselves.
    if (!identity.known()) void tryLater(failures);
    return ok(undefined);
  }

  async function tryLater(failures: number): Promise<void> {
    await alarm.wait(backOff(failures, 500, 15_000));
    const result = await connect(failures + 1);
    if (!result.ok) log.error({ failure: result.failure }, 'Slack refuses this bot; it hears nobody');
  }

  return {
    start: () => connect(1),
    async stop() {
      stopped = true;
      alarm.ring();
      await bolt.stop();
    },
  };
}
