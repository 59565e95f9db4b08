import { report } from './report.mjs';

/** A fetch that reports every exchange, with the bodies of those that are not MCP messages. */
export function recordingFetch(mcpUrl) {
  return async (input, init) => {
    const request = new Request(input, init);
    const isMcp = request.url === mcpUrl.href;
    const sent = isMcp ? undefined : await request.clone().text();
    const response = await fetch(input, init);
    report('exchange', {
      method: request.method,
      url: request.url,
      sent,
      status: response.status,
      challenge: response.headers.get('www-authenticate') ?? undefined,
      received: isMcp ? undefined : await json(response),
    });
    return response;
  };
}

async function json(response) {
  try {
    return await response.clone().json();
  } catch {
    return undefined;
  }
}
