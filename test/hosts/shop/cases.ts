import { expect } from 'vitest';
import type { Lab } from '../../../sandbox/lab/lab.js';
import { backendFiles, collections, hostsOwnConfig, own, pages } from './releases.js';
import { ask, deploy, places, setEnvironment, writeAll, writeData } from './shop.js';

type ShopLab = Lab<'shop'>;

/** One scheme: how the shop breaks, and what shows from outside that it works again. */
export type Case = {
  readonly scheme: string;
  /** Checks that a person answers. */
  readonly answers: readonly string[];
  /** The step without which the scheme brings nothing back, and what tells when it is missing. */
  readonly step: string;
  readonly told: readonly string[];
  /** How it ends then: the data is checked before the start, as a step, and so everything is taken back. */
  readonly end?: string;
  break(lab: ShopLab): Promise<void>;
  works(lab: ShopLab): Promise<boolean>;
  /** What is right on the host itself. */
  after(lab: ShopLab): Promise<void>;
};

export const boxes = ['已确认要回滚到的数据库、代码和前端版本', '回滚负责人和团队成员已明确并就位'];
const everybody = ['用户登录和注册功能正常', '产品浏览和搜索功能正常', '购物车和结账流程正常'];
const dba = ['随机抽查的关键数据记录正确', '业务数据完整'];
const cdn = ['CDN 缓存已清除（如有）'];

const account = { email: 'test@example.com', password: 'test123' };
const listed = JSON.stringify(collections['1.0.0'].products.map(({ name, price }) => ({ name, price })));
const sells = async (lab: ShopLab) => (await ask(lab, '/api/products')).body === listed;
const letsIn = async (lab: ShopLab) => (await ask(lab, '/api/auth/login', account)).status === 200;
const shows = async (lab: ShopLab) => {
  const all = Object.entries(pages('1.0.0'));
  const seen = await Promise.all(all.map(([file]) => ask(lab, `/${file}`)));
  return seen.every(({ body }, index) => body === all[index]?.[1]);
};

const missedByData = { step: 'restore-database', told: ['启动前检查数据一致性'], end: '失败，已恢复原状' };

export const database: Case = {
  ...{ scheme: 'database', answers: [...everybody, ...dba], ...missedByData },
  async break({ hosts }) {
    writeData(hosts.shop, '1.1.0');
  },
  works: sells,
  async after({ hosts: { shop } }) {
    for (const [name, documents] of Object.entries(collections['1.0.0'])) {
      const lines = documents.map((each) => `${JSON.stringify(each)}\n`);
      expect(shop.read(`${places.data}/${name}.bson`)).toBe(lines.join(''));
    }
    await shop.sh('check-shop-data');
  },
};

export const backend: Case = {
  ...{ scheme: 'backend', answers: everybody, step: 'checkout', told: ['测试账号可以登录', '代码停在所选版本的提交'] },
  async break({ hosts: { shop } }) {
    await deploy(shop, '1.1.0');
    // Somebody tried to mend it in place.
    shop.write(`${places.backend}/login.js`, "export const login = () => { throw new Error('later'); };\n");
    await setEnvironment(shop, 5000);
  },
  works: letsIn,
  async after({ hosts: { shop } }) {
    const git = `git -C ${places.backend}`;
    expect(await shop.sh(`${git} rev-parse HEAD`)).toBe(await shop.sh(`${git} rev-parse 'v1.0.0^{commit}'`));
    const { 'config/shop.json': delivered, ...code } = backendFiles('1.0.0');
    for (const [file, text] of Object.entries(code)) expect(shop.read(`${places.backend}/${file}`)).toBe(text);
    expect(shop.read(`${places.backend}/config/shop.json`)).toBe(hostsOwnConfig);
    expect(delivered).not.toBe(hostsOwnConfig);
    expect(shop.read(`${places.backend}/node_modules/catalog/package.json`)).toContain('"version":"1.0.0"');
    expect(await shop.sh("su - user -c 'pm2 pid shop-backend'")).toMatch(/^[1-9]/);
  },
};

export const frontend: Case = {
  ...{ scheme: 'frontend', answers: [...everybody, ...cdn], step: 'swap', told: ['线上前端与所选备份一致'] },
  async break({ hosts: { shop } }) {
    writeAll(shop, places.pages, { ...pages('1.1.0'), 'assets/new.js': '1;\n' });
  },
  works: shows,
  async after({ hosts: { shop } }) {
    await shop.sh(`diff -r ${places.backups}/frontend_1.0.0 ${places.pages}`);
    expect(await shop.sh(`find ${places.pages} ! -user www-data`)).toBe('');
    expect(await shop.sh(`ls -d ${places.pages}.*`)).toMatch(/^\/var\/www\/html\/shop\.rollback-\S+\n$/);
  },
};

const config: Case = {
  ...{
    scheme: 'config',
    answers: everybody,
    step: 'environment',
    told: ['健康检查通过', '环境变量文件与上线前的副本一致'],
  },
  async break({ hosts: { shop } }) {
    shop.write(places.nginx, own('nginx.conf').replace('root /var/www/html/shop;', 'root /var/www/html/shopp;'));
    await shop.sh('nginx -s reload');
    await setEnvironment(shop, 5001);
  },
  works: async (lab) => (await letsIn(lab)) && (await shows(lab)),
  async after({ hosts: { shop } }) {
    await shop.sh(`cmp ${places.environment} ${places.environment}.bak; cmp ${places.nginx} ${places.nginx}.bak`);
    await shop.sh('nginx -t');
  },
};

/** What `full` is made of. */
export const parts = [database, backend, frontend, config];

const full: Case = {
  ...{ scheme: 'full', answers: [...everybody, ...dba, ...cdn], ...missedByData },
  async break(lab) {
    await database.break(lab);
    await frontend.break(lab);
    await deploy(lab.hosts.shop, '1.1.0');
    await config.break(lab);
  },
  works: async (lab) => (await sells(lab)) && (await letsIn(lab)) && (await shows(lab)),
  async after(lab) {
    for (const part of parts) await part.after(lab);
  },
};

export const cases = [full, ...parts];
