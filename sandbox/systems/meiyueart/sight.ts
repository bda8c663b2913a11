import type { Text } from '../../text.js';
import { nothingWrong } from '../findings.js';
import type { Fact, Sight } from '../system.js';
import type { Observation } from './observe.js';

export const title: Text = { 'zh-CN': 'meiyueart 管理后台', en: 'meiyueart admin' };

/** What was observed, and what was found on the hosts, for the side panel. */
export function toSight(seen: Observation, found: Sight['found']): Sight {
  const { program, health, loginWorks, referrerShown, passwordWorks, errorRate, usableBackups } = seen;
  const percent = errorRate === undefined ? '—' : `${(errorRate * 100).toFixed(1)}%`;
  const facts: Fact[] = [
    { label: labels.program, value: program, ok: program === 'RUNNING' },
    { label: labels.health, value: health ?? noAnswer, ok: health === 'healthy' },
    { label: labels.login, value: outcome(loginWorks, works, fails), ok: loginWorks === true },
    { label: labels.referrer, value: outcome(referrerShown, shown, gone), ok: referrerShown === true },
    { label: labels.password, value: outcome(passwordWorks, works, fails), ok: passwordWorks === true },
    { label: labels.errorRate, value: percent, ok: errorRate !== undefined && errorRate < 0.01 },
    { label: labels.backups, value: `${usableBackups}`, ok: usableBackups > 0 },
  ];
  const isWell = seen.healthy && facts.every(({ ok }) => ok) && nothingWrong(found);
  return { healthy: isWell, facts, found };
}

function outcome(value: boolean | undefined, good: Text, bad: Text): Text {
  if (value === undefined) return '—';
  return value ? good : bad;
}

const labels = {
  program: { 'zh-CN': '进程（supervisor）', en: 'Program (supervisor)' },
  health: { 'zh-CN': '健康检查', en: 'Health' },
  login: { 'zh-CN': '登录（模拟用户）', en: 'Login (stand-in users)' },
  referrer: { 'zh-CN': '推荐人', en: 'Referrer' },
  password: { 'zh-CN': '修改密码', en: 'Password change' },
  errorRate: { 'zh-CN': '错误率', en: 'Error rate' },
  backups: { 'zh-CN': '完整的备份', en: 'Complete backups' },
};
const noAnswer = { 'zh-CN': '无响应', en: 'no answer' };
const works = { 'zh-CN': '可用', en: 'works' };
const fails = { 'zh-CN': '失败', en: 'fails' };
const shown = { 'zh-CN': '显示', en: 'shown' };
const gone = { 'zh-CN': '不显示', en: 'gone' };
