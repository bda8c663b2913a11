import type { Result } from './acts/act.js';
import type { ShownFile, ShownMessage, ShownView } from './control/read.js';
import { waitForChange } from './control/wait.js';
import type { Fault, faultKinds } from './faults/kinds.js';
import type { ApiCall, Channel, Json, Violation } from './model.js';
import type { DisconnectReason } from './socket/hub.js';

/** The workspace refused an act: there is no such button, the dialog was not confirmed, and so on. */
export class RefusedAct extends Error {
  readonly code: string;
  readonly body: Json;

  constructor(body: Json) {
    super(`${String(body.error)}: ${String(body.message)}`);
    this.code = String(body.error);
    this.body = body;
  }
}

export interface Where {
  channel?: string;
  message?: string;
}

/** What people do and see in the local workspace, for tests that read like a story. People go by id, handle or name. */
export class SlackClient {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** Types `/rollback text` (or another command). */
  slash(
    as: string,
    text: string,
    where: { channel?: string; command?: string; thread?: string } = {},
  ): Promise<Result> {
    return this.#act('slash', { as, text, ...where });
  }

  /** Writes to the bot by name, in a channel or a thread. */
  mention(
    as: string,
    text: string,
    where: { channel?: string; thread?: string } = {},
  ): Promise<Result & { ts: string }> {
    return this.#act('mention', { as, text, ...where }) as Promise<Result & { ts: string }>;
  }

  /** Writes without addressing the bot. */
  say(as: string, text: string, where: { channel?: string; thread?: string } = {}): Promise<Result & { ts: string }> {
    return this.#act('message', { as, text, ...where }) as Promise<Result & { ts: string }>;
  }

  /**
   * Presses the newest button or overflow entry in sight with this label, in the open modal first; `confirm: true`
   * answers its dialog, `action` tells twins apart.
   */
  click(as: string, text: string, where: Where & { confirm?: true; action?: string } = {}): Promise<Result> {
    return this.#act('click', { as, text, ...where });
  }

  /**
   * Chooses an option by its text, in the open modal or else in the newest message: `label` is the element's placeholder or
   * the text beside it. Several texts for a check list; `2026-11-20` and `09:30` for a date and a time.
   */
  select(
    as: string,
    label: string,
    option: string | string[],
    where: Where & { confirm?: true } = {},
  ): Promise<Result> {
    return this.#act('select', { as, label, option, ...where });
  }

  /** Fills in the open modal by label and submits it. A check list takes an array of option texts, a radio group one. */
  submit(as: string, values: Json = {}): Promise<Result & { errors?: Record<string, string> }> {
    return this.#act('submit', { as, values }) as Promise<Result & { errors?: Record<string, string> }>;
  }

  closeModal(as: string, how: { all?: true } = {}): Promise<Result> {
    return this.#act('close-modal', { as, ...how });
  }

  shortcut(as: string, use: { channel: string; message: string; callback: string }): Promise<Result> {
    return this.#act('shortcut', { as, ...use });
  }

  openHome(as: string, how: { tab?: 'home' | 'messages' } = {}): Promise<Result> {
    return this.#act('open-home', { as, ...how });
  }

  async channels(): Promise<Channel[]> {
    return (await this.#get<{ channels: Channel[] }>('channels')).channels;
  }

  /** What this person sees in the channel, oldest first. */
  async messages(as: string, channel: string): Promise<ShownMessage[]> {
    const path = `channels/${encodeURIComponent(channel)}/messages?as=${encodeURIComponent(as)}`;
    return (await this.#get<{ messages: ShownMessage[] }>(path)).messages;
  }

  /** The parent message and its replies. */
  async thread(as: string, channel: string, ts: string): Promise<ShownMessage[]> {
    const path = `threads/${encodeURIComponent(channel)}/${ts}?as=${encodeURIComponent(as)}`;
    return (await this.#get<{ messages: ShownMessage[] }>(path)).messages;
  }

  async modal(as: string): Promise<ShownView | null> {
    return (await this.#get<{ modal: ShownView | null }>(`modal?as=${encodeURIComponent(as)}`)).modal;
  }

  async home(as: string): Promise<ShownView | null> {
    return (await this.#get<{ home: ShownView | null }>(`home?as=${encodeURIComponent(as)}`)).home;
  }

  async files(): Promise<ShownFile[]> {
    return (await this.#get<{ files: ShownFile[] }>('files')).files;
  }

  /** The content of an uploaded text file. */
  async file(id: string): Promise<string> {
    return (await fetch(`${this.url}/control/files/${id}`)).text();
  }

  async violations(): Promise<Violation[]> {
    return (await this.#get<{ violations: Violation[] }>('violations')).violations;
  }

  async clearViolations(): Promise<void> {
    await fetch(`${this.url}/control/violations`, { method: 'DELETE' });
  }

  /** The Web API calls the app made. */
  async calls(method = ''): Promise<ApiCall[]> {
    return (await this.#get<{ calls: ApiCall[] }>(`calls?method=${method}`)).calls;
  }

  /** Switches a misbehaviour on; `times` says how often it applies. */
  async fault(fault: Fault): Promise<void> {
    await this.#act('faults', { ...fault });
  }

  /** Ends all misbehaviour, or that of one kind. */
  async clearFaults(kind?: Fault['kind']): Promise<void> {
    await this.#delete(kind ? `faults/${kind}` : 'faults');
  }

  /** What is switched on, and what could be. */
  faults(): Promise<{ faults: Fault[]; kinds: typeof faultKinds }> {
    return this.#get('faults');
  }

  /** How many Socket Mode connections the app holds. */
  async connections(): Promise<number> {
    return (await this.#get<{ connections: number }>('sockets')).connections;
  }

  /** Asks the app's oldest connection to reconnect, as Slack does now and then. */
  refreshSocket(reason: DisconnectReason = 'refresh_requested'): Promise<Result> {
    return this.#act('sockets/refresh', { reason });
  }

  /** Cuts all of the app's connections without a word. */
  dropSockets(): Promise<Result> {
    return this.#act('sockets/drop', {});
  }

  /** Hands the newest event over once more, as Slack does when an acknowledgement was lost. */
  replayEvent(): Promise<Result> {
    return this.#act('deliveries/replay', {});
  }

  /** Sends the challenge of a request URL; `ok` when it came back. */
  verifyUrl(): Promise<Result> {
    return this.#act('deliveries/verify-url', {});
  }

  archive(channel: string): Promise<Result> {
    return this.#act(`channels/${channel}/archive`, {});
  }

  unarchive(channel: string): Promise<Result> {
    return this.#act(`channels/${channel}/unarchive`, {});
  }

  /** Removes the bot from a channel. */
  kick(channel: string): Promise<Result> {
    return this.#act(`channels/${channel}/kick`, {});
  }

  /** Invites the bot to a channel. */
  invite(channel: string): Promise<Result> {
    return this.#act(`channels/${channel}/invite`, {});
  }

  /** Somebody deletes a message, whosever it is. One with replies leaves a tombstone. */
  async deleteMessage(channel: string, ts: string): Promise<void> {
    await this.#delete(`messages/${channel}/${ts}`);
  }

  /** Waits until `look` returns something truthy; looks again whenever the workspace changes. */
  waitFor<Seen>(
    look: () => Promise<Seen | undefined | null | false>,
    options: { timeoutMs?: number; what?: string } = {},
  ): Promise<Seen> {
    return waitForChange(`${this.url}/control/events`, look, options);
  }

  /** Waits for a message whose plain text contains `words`. */
  waitForMessage(
    as: string,
    channel: string,
    words: string,
    options: { timeoutMs?: number } = {},
  ): Promise<ShownMessage> {
    const look = async () => (await this.messages(as, channel)).findLast(({ plain }) => plain.includes(words));
    return this.waitFor(look, { what: `a message with "${words}"`, ...options });
  }

  /** Waits until a modal is open for this person. */
  waitForModal(as: string, options: { timeoutMs?: number } = {}): Promise<ShownView> {
    return this.waitFor(() => this.modal(as), { what: `a modal for ${as}`, ...options });
  }

  async #act(name: string, body: Json): Promise<Result> {
    return read(
      await fetch(`${this.url}/control/${name}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  }

  async #delete(path: string): Promise<void> {
    await read(await fetch(`${this.url}/control/${path}`, { method: 'DELETE' }));
  }

  async #get<Answer>(path: string): Promise<Answer> {
    return read(await fetch(`${this.url}/control/${path}`));
  }
}

async function read<Answer>(response: Response): Promise<Answer> {
  const body = (await response.json()) as Json;
  if (!response.ok) throw new RefusedAct(body);
  return body as Answer;
}
