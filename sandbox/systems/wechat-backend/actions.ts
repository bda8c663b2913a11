import type { SystemAction } from '../system.js';

/** How the system can be broken. */
export type Breaks = {
  /** Deploys the bad release again: v2.0.0-phase1 with every v2 flag on. Scheme A heals it. */
  breakDiagnosis(): Promise<void>;
  /** Deploys a release that ends as it starts, with a file edited by hand. Scheme B heals it. */
  takeApiDown(): Promise<void>;
  /** Runs a migration that empties the reports and changes their table. Scheme C heals it. */
  damageData(): Promise<void>;
};

/** The buttons that break it. */
export function actionsOf({ breakDiagnosis, takeApiDown, damageData }: Breaks): readonly SystemAction[] {
  const of = (id: string, zh: string, en: string, perform: () => Promise<void>): SystemAction => {
    return { id, label: { 'zh-CN': zh, en }, danger: true, perform };
  };
  return [
    of('break', '用户诊断卡死（方案 A 能修）', 'Diagnoses hang for users (scheme A repairs it)', breakDiagnosis),
    of('break-api', 'API 启动就崩溃（方案 B 能修）', 'The API crashes as it starts (scheme B repairs it)', takeApiDown),
    of('break-data', '历史报告变空（方案 C 能修）', 'Old reports turn empty (scheme C repairs it)', damageData),
  ];
}
