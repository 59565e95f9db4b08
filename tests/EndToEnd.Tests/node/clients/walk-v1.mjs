// @modelcontextprotocol/sdk 1.x: initialize and sessions only.
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {
  CreateMessageRequestSchema, ElicitRequestSchema, ResourceUpdatedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { PersonProvider } from './person-provider.mjs';
import { recordingFetch } from './recording-fetch.mjs';
import { main } from './report.mjs';
import { walks } from './walks.mjs';

await main(async (mcpUrl, revision, walk) => {
  const fetch = recordingFetch(mcpUrl);
  const sdk = {
    createClient: options => new Client({ name: 'typescript-v1', version: '1.0.0' }, options),
    createTransport: authProvider => new StreamableHTTPClientTransport(mcpUrl, { authProvider, fetch }),
    finishAuth: (transport, callback) => transport.finishAuth(callback.get('code')),
    isUnauthorized: error => error instanceof UnauthorizedError,
    describe: client => ({ era: 'legacy', server: client.getServerVersion() }),
    handle: (client, { elicit, sample, updated }) => {
      client.setRequestHandler(ElicitRequestSchema, elicit);
      client.setRequestHandler(CreateMessageRequestSchema, sample);
      client.setNotificationHandler(ResourceUpdatedNotificationSchema, updated);
    },
    subscribe: (client, uri) => client.subscribeResource({ uri }),
  };
  await walks[walk](sdk, new PersonProvider('TypeScript SDK v1'));
});
