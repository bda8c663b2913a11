import type { Text } from '../../text.js';
import type { Fact, Sight } from '../system.js';
import type { Flags, Observation } from './observe.js';

/** The observation as lines of the side panel. */
export function toSight(seen: Observation): Sight {
  const { version, flags, diagnosisWorks, historicReport, errorRate, localEdits, backups } = seen;
  const percent = errorRate === undefined ? '—' : `${(errorRate * 100).toFixed(1)}%`;
  const facts: Fact[] = [
    { label: labels.version, value: version ?? noAnswer, ok: version !== undefined },
    { label: labels.diagnosis, value: outcome(diagnosisWorks, works, fails), ok: diagnosisWorks === true },
    { label: labels.errorRate, value: percent, ok: errorRate !== undefined && errorRate < 0.01 },
    { label: labels.flags, value: flagWords[flags], ok: flags === 'off' || flags === 'none' },
    { label: labels.reports, value: outcome(historicReport, readable, empty), ok: historicReport === true },
    { label: labels.code, value: localEdits ? edited : clean, ok: !localEdits },
    { label: labels.backups, value: `${backups}`, ok: backups > 0 },
  ];
  return { healthy: seen.healthy && facts.every(({ ok }) => ok), facts };
}

function outcome(value: boolean | undefined, good: Text, bad: Text): Text {
  if (value === undefined) return '—';
  return value ? good : bad;
}

const labels = {
  version: { 'zh-CN': '版本', en: 'Version' },
  diagnosis: { 'zh-CN': '诊断（模拟用户）', en: 'Diagnosis (stand-in users)' },
  errorRate: { 'zh-CN': '错误率', en: 'Error rate' },
  flags: { 'zh-CN': 'v2 开关', en: 'v2 flags' },
  reports: { 'zh-CN': '历史报告', en: 'Old reports' },
  code: { 'zh-CN': '代码目录', en: 'Code folder' },
  backups: { 'zh-CN': '备份', en: 'Backups' },
};
const noAnswer = { 'zh-CN': '无响应', en: 'no answer' };
const works = { 'zh-CN': '可用', en: 'works' };
const fails = { 'zh-CN': '失败', en: 'fails' };
const readable = { 'zh-CN': '可读', en: 'readable' };
const empty = { 'zh-CN': '空的', en: 'empty' };
const clean = { 'zh-CN': '无改动', en: 'unedited' };
const edited = { 'zh-CN': '有手工改动', en: 'edited by hand' };

const flagWords: Record<Flags, Text> = {
  on: { 'zh-CN': '开', en: 'on' },
  'partly on': { 'zh-CN': '部分开', en: 'partly on' },
  off: { 'zh-CN': '关', en: 'off' },
  none: { 'zh-CN': '无', en: 'none' },
  unknown: '—',
};
