// @modelcontextprotocol/client 2.x: either era, named by the second argument (legacy, or a modern revision to pin).
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { PersonProvider } from './person-provider.mjs';
import { recordingFetch } from './recording-fetch.mjs';
import { main } from './report.mjs';
import { walk } from './walk.mjs';

await main(async (mcpUrl, revision) => {
  const fetch = recordingFetch(mcpUrl);
  const mode = revision === 'legacy' ? 'legacy' : { pin: revision };
  const sdk = {
    createClient: () => new Client({ name: 'typescript-v2', version: '1.0.0' }, { versionNegotiation: { mode } }),
    createTransport: authProvider => new StreamableHTTPClientTransport(mcpUrl, { authProvider, fetch }),
    finishAuth: (transport, callback) => transport.finishAuth(callback),
    isUnauthorized: error => error instanceof UnauthorizedError,
    describe: client => ({ era: client.getProtocolEra(), server: client.getServerVersion() }),
  };
  await walk(sdk, new PersonProvider('TypeScript SDK v2'));
});
