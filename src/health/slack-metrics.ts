import { Counter, type Registry } from 'prom-client';

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** The same fetch, with every call to Slack counted by method and by how it went. */
export function countSlackCalls(registry: Registry): (apiUrl: string, call: Fetch) => Fetch {
  const calls = new Counter({
    name: 'backout_slack_calls_total',
    help: 'Calls to Slack, by method and outcome: ok, refused, rate-limited, http-error or no-answer.',
    labelNames: ['method', 'outcome'],
    registers: [registry],
  });
  return (apiUrl, call) => async (url, init) => {
    const method = methodOf(String(url), apiUrl);
    try {
      const response = await call(url, init);
      void outcomeOf(method, response.clone()).then((outcome) => calls.inc({ method, outcome }));
      return response;
    } catch (error) {
      calls.inc({ method, outcome: 'no-answer' });
      throw error;
    }
  };
}

const UPLOAD = 'upload';

/** Addresses beside the Web API hold ids: uploads are one series, whatever they are. */
function methodOf(url: string, apiUrl: string): string {
  return url.startsWith(apiUrl) ? (url.slice(apiUrl.length).split('?')[0] ?? '') : UPLOAD;
}

async function outcomeOf(method: string, response: Response): Promise<string> {
  if (response.status === 429) return 'rate-limited';
  if (response.status >= 400) return 'http-error';
  // An upload is answered with a word; that it was taken is all there is to know.
  if (method === UPLOAD) return 'ok';
  try {
    const body = (await response.json()) as { readonly ok?: unknown };
    return body.ok === true ? 'ok' : 'refused';
  } catch {
    return 'no-answer';
  }
}
