import { useEffect, useState } from 'preact/hooks';
import type { Text } from '../../text.js';

/** A kind of trouble that the local Slack knows, as it describes it. */
export interface FaultKind {
  kind: string;
  title: Text;
  hint: Text;
  /** The options it takes. */
  takes?: string[];
  /** What an option may be, where that is a list. */
  choices?: Record<string, string[]>;
  lasts?: 'once' | 'until-ended';
}

/** A trouble in force; without `times` it lasts until it is ended. */
export type ActiveFault = { kind: string; times?: number } & Record<string, unknown>;

export interface Faults {
  kinds: FaultKind[];
  faults: ActiveFault[];
  /** How many calls there were in the last minute, by Web API method. */
  calls: Record<string, number>;
  look: () => Promise<void>;
}

/** What is wrong with Slack at the moment, looked at again every second. */
export function useFaults(): Faults {
  const [state, setState] = useState<Omit<Faults, 'look'>>({ kinds: [], faults: [], calls: {} });
  const look = async () => {
    const [told, counted] = await Promise.all([ask('/control/faults'), ask('/control/calls')]);
    if (told) setState({ kinds: [], faults: [], ...told, calls: countLastMinute(counted?.calls ?? []) });
  };
  useEffect(() => {
    const timer = setInterval(look, 1000);
    void look();
    return () => clearInterval(timer);
  }, []);
  return { ...state, look };
}

interface Call {
  at: string;
  method: string;
}

function countLastMinute(calls: Call[]): Record<string, number> {
  const since = Date.now() - 60_000;
  const counts: Record<string, number> = {};
  for (const { method } of calls.filter(({ at }) => Date.parse(at) > since)) counts[method] = (counts[method] ?? 0) + 1;
  return counts;
}

type Told = Partial<Omit<Faults, 'calls' | 'look'>> & { calls?: Call[] };

async function ask(url: string): Promise<Told | undefined> {
  const response = await fetch(url).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Told) : undefined;
}

/** What came of an order: done, or not, with the control interface's own words where it has any. */
export interface Outcome {
  isDone: boolean;
  said?: string;
}

/** Asks the control interface for something. */
export async function order(method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<Outcome> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/control/${path}`, { method, ...(method === 'POST' ? json : {}) }).catch(
    () => undefined,
  );
  const answer = (await response?.json().catch(() => undefined)) as { ok?: boolean; message?: string } | undefined;
  const isDone = response?.ok === true && answer?.ok !== false;
  return { isDone, ...(answer?.message === undefined ? {} : { said: answer.message }) };
}
