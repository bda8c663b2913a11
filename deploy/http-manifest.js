#!/usr/bin/env node
// Prints manifest.json for HTTP mode: node deploy/http-manifest.js https://backout.example.com
import { readFileSync } from 'node:fs';

const address = process.argv[2] ?? '';
if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
  process.stderr.write('Give the public https:// address of Backout, e.g. https://backout.example.com\n');
  process.exit(1);
}
const url = new URL('/slack/events', address).href;
const manifest = JSON.parse(readFileSync(new URL('../manifest.json', import.meta.url), 'utf8'));
const { features, settings } = manifest;
for (const command of features.slash_commands) command.url = url;
settings.interactivity.request_url = url;
settings.event_subscriptions = { request_url: url, ...settings.event_subscriptions };
settings.socket_mode_enabled = false;
process.stdout.write(`${JSON.stringify(manifest, null, 2)}\n`);
