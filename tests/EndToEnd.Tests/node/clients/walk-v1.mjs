// @modelcontextprotocol/sdk 1.x: initialize and sessions only.
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { PersonProvider } from './person-provider.mjs';
import { recordingFetch } from './recording-fetch.mjs';
import { main } from './report.mjs';
import { walk } from './walk.mjs';

await main(async mcpUrl => {
  const fetch = recordingFetch(mcpUrl);
  const sdk = {
    createClient: () => new Client({ name: 'typescript-v1', version: '1.0.0' }),
    createTransport: authProvider => new StreamableHTTPClientTransport(mcpUrl, { authProvider, fetch }),
    finishAuth: (transport, callback) => transport.finishAuth(callback.get('code')),
    isUnauthorized: error => error instanceof UnauthorizedError,
    describe: client => ({ era: 'legacy', server: client.getServerVersion() }),
  };
  await walk(sdk, new PersonProvider('TypeScript SDK v1'));
});
