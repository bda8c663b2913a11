import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Text } from '../../text.js';
import { backupFindings, listSizes, type Program, processFindings } from '../findings.js';
import type { Finding, Findings } from '../system.js';
import { type Content, recognise, routeFiles, type WebFiles } from './files.js';
import type { ControlFiles } from './prepare.js';

/** Looks at the disks of both hosts and at the processes, without asking the site or the bot. */
export function createInspection(
  files: WebFiles,
  control: Pick<ControlFiles, 'routes'>,
  programs: readonly Program[],
): () => Promise<readonly Findings[]> {
  return async () => [
    await routeFindings('routes', { 'zh-CN': '线上文件（web）', en: 'Live files (web)' }, files.routes),
    // What waits on the deploy host harms nobody until somebody deploys it.
    harmless(
      await routeFindings(
        'deploy',
        { 'zh-CN': '待部署文件（control）', en: 'Files to deploy (control)' },
        control.routes,
      ),
    ),
    backupFindings(await lookAtBackups(files.backups)),
    processFindings(programs),
  ];
}

async function routeFindings(id: string, title: Text, directory: string): Promise<Findings> {
  const seen = await Promise.all(routeFiles.map(async (name) => ({ name, ...(await recognise(directory, name)) })));
  const kinds = new Set(seen.map(({ content }) => content));
  const [first = 'unknown'] = kinds;
  return {
    ...{ id, title },
    summary: kinds.size === 1 ? contentWords[first] : mixed,
    items: seen.map(({ name, content, digest }) => ({
      ...{ name, ok: content === 'good' },
      value: withDigest(contentWords[content], digest),
    })),
  };
}

function harmless({ items, ...findings }: Findings): Findings {
  return { ...findings, items: items.map(({ name, value }): Finding => ({ name, value })) };
}

async function lookAtBackups(directory: string) {
  const folders = (await listSizes(directory)).filter(({ name }) => /^\d{8}_\d{6}$/.test(name));
  return Promise.all(
    folders.map(async ({ name, bytes }) => {
      const lacking = await lackingIn(join(directory, name));
      return { name, bytes, ...(lacking && { note: lacking }) };
    }),
  );
}

async function lackingIn(backup: string): Promise<Text | undefined> {
  for (const file of routeFiles) {
    const size = await stat(join(backup, file)).then(
      (seen) => seen.size,
      () => undefined,
    );
    if (size === undefined) return { 'zh-CN': `缺 ${file}`, en: `lacks ${file}` };
    if (size === 0) return { 'zh-CN': `${file} 是空的`, en: `${file} is empty` };
  }
  return undefined;
}

function withDigest(word: { 'zh-CN': string; en: string }, digest: string): Text {
  if (digest === '') return word;
  return { 'zh-CN': `${word['zh-CN']} · ${digest}`, en: `${word.en} · ${digest}` };
}

const mixed = { 'zh-CN': '新旧混杂', en: 'mixed' };

const contentWords: Record<Content, { 'zh-CN': string; en: string }> = {
  good: { 'zh-CN': '正常版', en: 'good' },
  bad: { 'zh-CN': '问题版', en: 'bad' },
  crashing: { 'zh-CN': '崩溃版', en: 'crashing' },
  older: { 'zh-CN': '旧版', en: 'older' },
  unknown: { 'zh-CN': '内容未知', en: 'unknown content' },
  missing: { 'zh-CN': '不存在', en: 'missing' },
};
