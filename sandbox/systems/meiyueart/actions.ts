import type { SystemAction } from '../system.js';
import type { Release } from './prepare.js';

/** How the system can be broken. */
export type Breaks = {
  /** Deploys the bad release: the referrer is gone and changing a password answers 500. */
  breakRelease(): Promise<void>;
  hideReferrer(): Promise<void>;
  breakPasswordChange(): Promise<void>;
  /** Deploys a release whose backend ends as it starts: BACKOFF, then FATAL. */
  crashBackend(): Promise<void>;
};

/** What each way of breaking it deploys. */
export const releases = {
  breakRelease: { 'user_system.py': 'bad', 'change_password.py': 'bad' },
  hideReferrer: { 'user_system.py': 'bad', 'change_password.py': 'good' },
  breakPasswordChange: { 'user_system.py': 'good', 'change_password.py': 'bad' },
  crashBackend: { 'user_system.py': 'crashing', 'change_password.py': 'good' },
} as const satisfies Record<keyof Breaks, Release>;

/** The buttons that break it. */
export function actionsOf({
  breakRelease,
  hideReferrer,
  breakPasswordChange,
  crashBackend,
}: Breaks): readonly SystemAction[] {
  const of = (id: string, zh: string, en: string, perform: () => Promise<void>): SystemAction => {
    return { id: `meiyueart-${id}`, label: { 'zh-CN': zh, en }, danger: true, perform };
  };
  return [
    of(
      'release',
      '推荐人消失，改密码也报错（方案 1、2 能修）',
      'No referrer, and passwords cannot be changed (schemes 1 and 2 repair it)',
      breakRelease,
    ),
    of('referrer', '推荐人消失（方案 1、2 能修）', 'The referrer is gone (schemes 1 and 2 repair it)', hideReferrer),
    of(
      'password',
      '修改密码报错 500（方案 1、2 能修）',
      'Changing a password answers 500 (schemes 1 and 2 repair it)',
      breakPasswordChange,
    ),
    of(
      'crash',
      '后端反复崩溃（方案 1、2 能修）',
      'The backend keeps crashing (schemes 1 and 2 repair it)',
      crashBackend,
    ),
  ];
}
