import { readFileSync } from 'node:fs';
import type { App } from '@slack/bolt';
import { expect, it } from 'vitest';
import { botScopes } from '../../sandbox/slack/default-workspace.js';
import type { Desk } from '../../src/slack/desk.js';
import { registerAll } from '../../src/slack/register-all.js';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const manifest = JSON.parse(text('manifest.json'));
const scopes: readonly string[] = manifest.oauth_config.scopes.bot;

/** What the code listens to, by the kind of listener. */
function heard(): Record<string, unknown[]> {
  const kinds: Record<string, unknown[]> = { command: [], event: [], action: [], view: [], error: [], shortcut: [] };
  const listen = (kind: string) => [kind, (what: unknown) => void kinds[kind]?.push(what)];
  registerAll(Object.fromEntries(Object.keys(kinds).map(listen)) as unknown as App, {} as Desk);
  return kinds;
}

it('asks Slack to send exactly what the code listens to', () => {
  const { command, event, action, view, error, shortcut } = heard();
  expect(manifest.features.slash_commands.map((each: { command: string }) => each.command)).toEqual(command);
  expect(manifest.settings.event_subscriptions.bot_events).toEqual(event);
  expect(manifest.features.shortcuts.map((each: { callback_id: string }) => each.callback_id)).toEqual(shortcut);
  expect(manifest.settings.interactivity.is_enabled).toBe((action?.length ?? 0) + (view?.length ?? 0) > 0);
  expect(manifest.settings.socket_mode_enabled).toBe(true);
  expect(error).toHaveLength(1);
});

it('asks for no scope that reads what people write, and for those that every test runs with', () => {
  expect(scopes.filter((scope) => scope.endsWith(':history'))).toEqual([]);
  expect(scopes.toSorted()).toEqual([...botScopes].toSorted());
});

it('explains every scope', () => {
  const docs = text('docs/slack.md');
  for (const scope of scopes) expect(docs).toContain(`| \`${scope}\` |`);
});
