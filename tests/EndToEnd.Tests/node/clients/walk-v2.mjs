// @modelcontextprotocol/client 2.x: either era, named by the second argument (legacy, or a modern revision to pin).
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';
import { PersonProvider } from './person-provider.mjs';
import { recordingFetch } from './recording-fetch.mjs';
import { main } from './report.mjs';
import { walks } from './walks.mjs';

await main(async (mcpUrl, revision, walk) => {
  const fetch = recordingFetch(mcpUrl);
  const isLegacy = revision === 'legacy';
  const versionNegotiation = { mode: isLegacy ? 'legacy' : { pin: revision } };
  const sdk = {
    createClient: options =>
      new Client({ name: 'typescript-v2', version: '1.0.0' }, { ...options, versionNegotiation }),
    createTransport: authProvider => new StreamableHTTPClientTransport(mcpUrl, { authProvider, fetch }),
    finishAuth: (transport, callback) => transport.finishAuth(callback),
    isUnauthorized: error => error instanceof UnauthorizedError,
    describe: client => ({ era: client.getProtocolEra(), server: client.getServerVersion() }),
    handle: (client, { elicit, sample, updated }) => {
      client.setRequestHandler('elicitation/create', elicit);
      client.setRequestHandler('sampling/createMessage', sample);
      client.setNotificationHandler('notifications/resources/updated', updated);
    },
    subscribe: (client, uri) =>
      isLegacy ? client.subscribeResource({ uri }) : client.listen({ resourceSubscriptions: [uri] }),
  };
  await walks[walk](sdk, new PersonProvider('TypeScript SDK v2'));
});
