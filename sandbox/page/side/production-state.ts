import { useEffect, useState } from 'preact/hooks';
import type { Text } from '../../text.js';

export interface ActionOffer {
  id: string;
  label: Text;
  danger?: boolean;
}

export interface ShownFinding {
  name: Text;
  value: Text;
  ok?: boolean;
}

/** What was found on the hosts of one kind: files, a checkout, processes. */
export interface ShownFindings {
  id: string;
  title: Text;
  summary: Text;
  items: ShownFinding[];
}

export interface ShownSystem {
  name: string;
  title: Text;
  hosts: { name: string; address: string }[];
  healthy: boolean;
  facts: { label: Text; value: Text; ok?: boolean }[];
  found?: ShownFindings[];
  actions: ActionOffer[];
}

/** What `GET /production/state` answers. */
export interface ProductionState {
  /** Tells one start of the demonstration from another. */
  startedAt?: string | null;
  systems: ShownSystem[];
  bot: { running: boolean; isConnected?: boolean; pid?: number; ended?: string; lines?: string[] };
  actions: ActionOffer[];
}

/** Asked once a second; a 404 means that nobody reports, and asking ends. */
export function useProduction(): ProductionState | undefined {
  const [state, setState] = useState<ProductionState>();
  useEffect(() => {
    const ask = async () => {
      const response = await fetch('/production/state').catch(() => undefined);
      if (response?.status === 404) clearInterval(timer);
      else if (response?.ok) setState((await response.json()) as ProductionState);
    };
    const timer = setInterval(ask, 1000);
    void ask();
    return () => clearInterval(timer);
  }, []);
  return state;
}

/** Performs an action of the panel; returns what there is to say about it, if anything. */
export async function performAction(id: string): Promise<string | undefined> {
  const response = await fetch(`/production/actions/${id}`, { method: 'POST' });
  const answer = (await response.json().catch(() => ({}))) as { message?: string };
  return answer.message;
}
