import { report } from './report.mjs';

/**
 * From 401 to a connected client, with what differs between the SDK generations in `sdk`:
 * createClient(options), createTransport(provider), finishAuth(transport, callback), isUnauthorized(error),
 * describe(client), and for questions and changes handle(client, handlers) and subscribe(client, uri).
 */
export async function signIn(sdk, provider, client = sdk.createClient()) {
  const first = sdk.createTransport(provider);
  try {
    await sdk.createClient().connect(first);
    throw new Error('connected without a token');
  } catch (error) {
    if (!sdk.isUnauthorized(error)) throw error;
    report('unauthorized');
  }

  const callback = provider.callback();
  report('callback', Object.fromEntries(callback));
  await sdk.finishAuth(first, callback);
  report('tokens', { ...provider.tokens() });

  await client.connect(sdk.createTransport(provider));
  report('connected', sdk.describe(client));
  return client;
}
