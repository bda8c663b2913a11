// The WeChat diagnosis backend. Starts the HTTP API on the loopback address; settings come from the environment.
import { createServer } from 'node:http';
import { diagnosisRoutes } from './diagnosis-routes.js';
import { createRouter } from './http.js';
import { openLog } from './log.js';
import { createMetrics } from './metrics.js';
import { monitoringRoutes } from './monitoring-routes.js';
import { watchRedis } from './redis.js';
import { createRelease, version } from './release.js';
import { openStore } from './store.js';
import { createTasks } from './tasks.js';

const { PORT, DATABASE, SQLITE_MODULE, ERROR_LOG, REDIS_PORT } = process.env;

const service = {
  version,
  settings: process.env,
  log: openLog(ERROR_LOG),
  metrics: createMetrics(),
  redis: watchRedis(Number(REDIS_PORT)),
  store: openStore(DATABASE, SQLITE_MODULE),
  tasks: createTasks(),
};
const release = createRelease(service);

const router = createRouter(
  { ...monitoringRoutes(service), ...diagnosisRoutes(service, release), ...release.routes },
  service,
);
const server = createServer(router).listen(Number(PORT), '127.0.0.1');

process.on('SIGTERM', () => {
  server.close();
  process.exit(0);
});
