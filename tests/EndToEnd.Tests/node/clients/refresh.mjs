import { allPages } from './all-pages.mjs';
import { report } from './report.mjs';
import { signIn } from './sign-in.mjs';

const toolName = 'test_simple_text';

/** From 401 to a refreshed token. */
export async function refresh(sdk, provider) {
  const client = await signIn(sdk, provider);

  const tools = await allPages('tools', page => client.listTools(page));
  report('tools', { names: tools.map(tool => tool.name) });
  report('called', { result: await client.callTool({ name: toolName, arguments: {} }) });

  provider.spoilAccessToken();
  report('spoiled');
  report('calledAgain', { result: await client.callTool({ name: toolName, arguments: {} }) });
  report('refreshed', { ...provider.tokens() });

  await client.close();
}
