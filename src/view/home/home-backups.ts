import type { KnownBlock } from '@slack/types';
import { type Backup, type BackupList, newestUsable } from '../../domain/backup.js';
import { printable } from '../../domain/printable.js';
import { say } from '../../domain/text.js';
import type { Listed } from '../../view/backup-list.js';
import { ageAndSize, stateOf } from '../../view/backup-words.js';
import { actions, button, paragraph } from '../../view/blocks.js';
import { cut } from '../../view/characters.js';
import { planProblemLines } from '../../view/plan-problem.js';
import { problemText } from '../../view/problem.js';
import type { Line } from '../../view/rich-text.js';
import { dateTime } from '../../view/time.js';
import { words } from '../../view/words/words.js';
import type { HomeSeen, SystemSeen } from './home-seen.js';

const SYSTEMS_SHOWN = 6;
const SOURCES_SHOWN = 4;
const MAX_NAME = 80;

/** Each system's newest usable backup, or why there is none; an invalid plan file stands beside it. */
export function backupsBlocks(seen: HomeSeen): readonly KnownBlock[] {
  const { home } = words(seen.language);
  if (seen.systems.length === 0) return [paragraph([seen.hasSystems ? home.noneHere : home.noSystem])];
  const rest = seen.systems.length - SYSTEMS_SHOWN;
  const shown = seen.systems.slice(0, SYSTEMS_SHOWN).flatMap((each) => systemBlocks(seen, each));
  return rest > 0 ? [...shown, paragraph([home.more(rest)])] : shown;
}

function systemBlocks(seen: HomeSeen, { system, backups }: SystemSeen): readonly KnownBlock[] {
  const { language } = seen;
  const { home } = words(language);
  const { plan, environment } = system;
  const invalid = seen.problems.find((each) => each.system === plan.name);
  const rows: readonly Line[] = [
    [{ bold: plan.name }, ` · ${say(plan.title, language)} · ${environment}`],
    ...sourceLines(seen, { system, ...(backups ? { backups } : {}) }),
    ...(backups
      ? [[home.asOf, { at: backups.at, lead: '', fallback: dateTime(backups.at, plan.timezone) }] as const]
      : []),
    ...(invalid ? planProblemLines(plan, invalid.lines, language) : []),
  ];
  const whom = button('home-contacts', { system: plan.name }, home.contacts, { spoken: home.contactsOf(plan.name) });
  return [paragraph(...rows), actions(whom)];
}

function sourceLines({ language }: HomeSeen, { system, backups }: SystemSeen): readonly Line[] {
  const w = words(language);
  const { plan } = system;
  if (plan.backups.length === 0) return [[w.home.noSource]];
  if (!backups) return [[`🔄 ${w.home.asking}`]];
  const { listed } = backups;
  const shown = listed.slice(0, SOURCES_SHOWN).map((each) => sourceLine(each, language));
  const rest = listed.length - SOURCES_SHOWN;
  return rest > 0 ? [...shown, [w.home.more(rest)]] : shown;
}

function sourceLine(listed: Listed, language: HomeSeen['language']): Line {
  const w = words(language);
  const name = `${say(listed.source.title, language)}${w.colon}`;
  if ('failure' in listed) return [`⚠️ ${name}${problemText(listed.failure, language)}`];
  return [...mark(listed.list), name, ...verdict(listed.list, language)];
}

function mark(list: BackupList): Line {
  const newest = newestUsable(list);
  // Of one that is not usable, its state says so.
  if (!newest) return [list.backups.length === 0 ? '❌ ' : ''];
  return [isWarned(newest) ? '⚠️ ' : '✅ '];
}

function verdict(list: BackupList, language: HomeSeen['language']): Line {
  const w = words(language);
  const newest = newestUsable(list);
  const [first] = list.backups;
  const nameOf = (name: string) => cut(printable(name), MAX_NAME);
  if (newest) {
    const about = isWarned(newest) ? `${w.semicolon}${stateOf(newest, list, language)}` : '';
    return [{ code: nameOf(newest.name) }, ` ${ageAndSize(newest, list, w)}${about}`];
  }
  if (!first) return [w.backups.none];
  return [w.home.newestIs(nameOf(first.name), stateOf(first, list, language))];
}

/** Usable, and its state says more. */
function isWarned({ isStale, isDeployed }: Backup): boolean {
  return isStale || isDeployed;
}
