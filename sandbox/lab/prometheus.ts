import { stringify } from 'yaml';
import type { LabHost } from './lab-host.js';

type Scraped = {
  readonly job: string;
  /** The site as the host with Prometheus reaches it, e.g. `https://api.example.com`. */
  readonly site: string;
  readonly path: string;
};

/** Starts Debian's Prometheus on a host; it looks at a site once a second. Returns its address. */
export async function startPrometheus(host: LabHost, { job, site, path }: Scraped): Promise<string> {
  const { protocol, host: target } = new URL(site);
  const scheme = protocol.slice(0, -1);
  const scrape = { job_name: job, scheme, metrics_path: path, static_configs: [{ targets: [target] }] };
  const config = { global: { scrape_interval: '1s', scrape_timeout: '1s' }, scrape_configs: [scrape] };
  host.write('/etc/prometheus/prometheus.yml', stringify(config));
  await host.sh('systemctl start prometheus');
  return `http://${host.address}:9090`;
}
