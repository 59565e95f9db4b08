import { report } from './report.mjs';

const toolName = 'test_simple_text';

/**
 * From 401 to a refreshed token, with what differs between the SDK generations in `sdk`:
 * createClient(), createTransport(provider, fetch), finishAuth(transport, callback), isUnauthorized(error), describe(client).
 */
export async function walk(sdk, provider) {
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

  const client = sdk.createClient();
  await client.connect(sdk.createTransport(provider));
  report('connected', sdk.describe(client));

  report('tools', { names: await toolNames(client) });
  report('called', { result: await client.callTool({ name: toolName, arguments: {} }) });

  provider.spoilAccessToken();
  report('spoiled');
  report('calledAgain', { result: await client.callTool({ name: toolName, arguments: {} }) });
  report('refreshed', { ...provider.tokens() });

  await client.close();
}

async function toolNames(client) {
  const names = [];
  let cursor;
  do {
    const page = await client.listTools(cursor ? { cursor } : {});
    names.push(...page.tools.map(tool => tool.name));
    cursor = page.nextCursor;
  } while (cursor);
  return names;
}
