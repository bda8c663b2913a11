import type { Text } from '../../text.js';
import { nothingWrong } from '../findings.js';
import type { Fact, Sight } from '../system.js';
import type { Flags, Observation } from './observe.js';

export const title: Text = { 'zh-CN': '微信后端', en: 'WeChat backend' };

/** What was observed, and what was found on the host, for the side panel. */
export function toSight(seen: Observation, found: Sight['found']): Sight {
  const { version, flags, diagnosisWorks, historicReport, errorRate, backups } = seen;
  const percent = errorRate === undefined ? '—' : `${(errorRate * 100).toFixed(1)}%`;
  const facts: Fact[] = [
    { label: labels.version, value: version ?? noAnswer, ok: version !== undefined },
    { label: labels.diagnosis, value: outcome(diagnosisWorks, works, fails), ok: diagnosisWorks === true },
    { label: labels.errorRate, value: percent, ok: errorRate !== undefined && errorRate < 0.01 },
    { label: labels.flags, value: flagWords[flags], ok: flags === 'off' || flags === 'none' },
    { label: labels.reports, value: outcome(historicReport, readable, empty), ok: historicReport === true },
    { label: labels.backups, value: `${backups}`, ok: backups > 0 },
  ];
  const isWell = seen.healthy && facts.every(({ ok }) => ok) && nothingWrong(found);
  return { healthy: isWell, facts, found };
}

function outcome(value: boolean | undefined, good: Text, bad: Text): Text {
  if (value === undefined) return '—';
  return value ? good : bad;
}

const labels = {
  version: { 'zh-CN': '运行的版本', en: 'Running version' },
  diagnosis: { 'zh-CN': '诊断（模拟用户）', en: 'Diagnosis (stand-in users)' },
  errorRate: { 'zh-CN': '错误率', en: 'Error rate' },
  flags: { 'zh-CN': 'v2 开关', en: 'v2 flags' },
  reports: { 'zh-CN': '历史报告', en: 'Old reports' },
  backups: { 'zh-CN': '可用的备份', en: 'Usable backups' },
};
const noAnswer = { 'zh-CN': '无响应', en: 'no answer' };
const works = { 'zh-CN': '可用', en: 'works' };
const fails = { 'zh-CN': '失败', en: 'fails' };
const readable = { 'zh-CN': '可读', en: 'readable' };
const empty = { 'zh-CN': '空的', en: 'empty' };

const flagWords: Record<Flags, Text> = {
  on: { 'zh-CN': '开', en: 'on' },
  'partly on': { 'zh-CN': '部分开', en: 'partly on' },
  off: { 'zh-CN': '关', en: 'off' },
  none: { 'zh-CN': '无', en: 'none' },
  unknown: '—',
};
