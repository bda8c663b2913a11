import { stringify } from 'yaml';
import { waitUntil } from '../systems/wait-until.js';
import type { LabHost } from './lab-host.js';

/** Sites that tell the same numbers, at the same path. */
export type Scraped = {
  readonly job: string;
  /** Each as the host with Prometheus reaches it, e.g. `https://api.example.com`. */
  readonly sites: readonly string[];
  readonly path: string;
};

/** Starts Debian's Prometheus on a host; it looks at all sites once a second. Returns its address once it answers. */
export async function startPrometheus(host: LabHost, ...scraped: readonly Scraped[]): Promise<string> {
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: scraped.map(scrapeConfig) };
  host.write('/etc/prometheus/prometheus.yml', stringify(config));
  await host.sh('systemctl start prometheus');
  const isReady = async () => (await host.trySh('curl -fs http://localhost:9090/-/ready')).code === 0;
  await waitUntil(isReady, { what: 'Prometheus to be ready' });
  return `http://${host.address}:9090`;
}

function scrapeConfig({ job, sites, path }: Scraped) {
  const urls = sites.map((site) => new URL(site));
  const scheme = urls[0]?.protocol.slice(0, -1);
  return { job_name: job, scheme, metrics_path: path, static_configs: [{ targets: urls.map(({ host }) => host) }] };
}
