import { readFileSync } from 'node:fs';

export const own = (file: string) => readFileSync(new URL(`./${file}`, import.meta.url), 'utf8');

/** 1.0.0 is the good release; 1.1.0 is the one that is rolled back. */
export type ShopVersion = '1.0.0' | '1.1.0';

const catalogs = { '1.0.0': '1.0.0', '1.1.0': '2.0.0' } as const;

/** The backend's tracked files. 1.1.0 needs another version of its dependency, and nobody can log in. */
export function backendFiles(version: ShopVersion): Readonly<Record<string, string>> {
  const isNew = version === '1.1.0';
  const [resolved, catalog] = [`file:vendor/catalog-${catalogs[version]}.tgz`, catalogs[version]];
  const about = { name: 'shop-backend', version, type: 'module', dependencies: { catalog: resolved } };
  const packages = { '': about, 'node_modules/catalog': { version: catalog, resolved } };
  const server = own('backend/server.js');
  return {
    'server.js': isNew ? server.replaceAll(/\blist\b/g, 'browse') : server,
    'login.js': isNew ? own('backend/login.js').replace('users.find(', 'users.locate(') : own('backend/login.js'),
    'package.json': json({ ...about, private: true }),
    'package-lock.json': json({ ...about, lockfileVersion: 3, requires: true, packages }),
    'config/shop.json': json({ branch: 'as delivered', ...(isNew ? { express: true } : {}) }),
    '.gitignore': 'node_modules/\n.env.production*\n',
  };
}

/** What the host says of itself in `config`: no release holds it, so the folder is never clean. */
export const hostsOwnConfig = json({ branch: 'Shenzhen' });

/** The pages, of several folders and files. */
export function pages(version: ShopVersion): Readonly<Record<string, string>> {
  return {
    'index.html': `<!doctype html><title>Shop ${version}</title><script src="/assets/app.js"></script>\n`,
    'assets/app.js': version === '1.0.0' ? 'document.title;\n' : 'throw new Error("undefined is not a function");\n',
    'assets/style.css': 'body { margin: 0 }\n',
  };
}

const products = [
  { _id: 1, name: '茶杯', price: 38 },
  { _id: 2, name: '茶壶', price: 120 },
];
const users = [{ _id: 1, email: 'test@example.com', password: 'test123' }];
const orders = [{ _id: 1, items: [{ product: 1, count: 2 }], total: 76 }];

/** The data before the release, and what a migration that went wrong made of it: prices in cents, a product lost, orders kept. */
export const collections = {
  '1.0.0': { products, users, orders },
  '1.1.0': {
    products: [
      { _id: 1, name: '??', price: 3800 },
      { _id: 3, name: '??', price: 1 },
    ],
    users,
    orders: [...orders, { _id: 2, items: [{ product: 2, count: 1 }], total: 120 }],
  },
} satisfies Record<ShopVersion, Record<string, readonly object[]>>;

export const environment = (port: number) => `PORT=${port}\nDATABASE_URL=http://127.0.0.1:27017/shop\n`;

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
