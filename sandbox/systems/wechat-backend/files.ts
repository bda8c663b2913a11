import { join } from 'node:path';

/** Where the wechat backend keeps its things; the seed's absolute paths, below the host's private root. */
export type WechatFiles = {
  readonly root: string;
  readonly app: string;
  readonly database: string;
  readonly flags: string;
  readonly backups: string;
  readonly errorLog: string;
  readonly adminKey: string;
  /** What the stand-in for the users met last. */
  readonly lastOutcomes: string;
};

export function wechatFiles(root: string): WechatFiles {
  return {
    root,
    app: join(root, 'data/app/wechat-backend'),
    database: join(root, 'data/staging/diagnosis.db'),
    flags: join(root, 'data/staging/feature-flags.json'),
    backups: join(root, 'data/backups'),
    errorLog: join(root, 'var/log/wechat-backend/error.log'),
    adminKey: join(root, 'etc/wechat-backend/admin-key'),
    lastOutcomes: join(root, 'var/lib/users/last-outcomes.json'),
  };
}
