import { randomUUID } from 'node:crypto';
import { allPages } from './all-pages.mjs';
import { report } from './report.mjs';
import { signIn } from './sign-in.mjs';

const patience = 20_000;

/** Everything that the two servers `everything` and `second` give behind one endpoint. */
export async function federation(sdk, provider) {
  const resources = new Heard();
  const updates = new Heard();
  const client = sdk.createClient({
    capabilities: { elicitation: { form: {} }, sampling: {} },
    listChanged: { resources: { onChanged: (error, items) => resources.add(error ?? items.map(item => item.uri)) } },
  });
  sdk.handle(client, {
    elicit: async request => ({ action: 'accept', content: { answer: `yes to ${request.params.message}` } }),
    sample: async () => ({ model: 'none', role: 'assistant', content: { type: 'text', text: 'a model' } }),
    updated: notification => updates.add(notification.params.uri),
  });
  await signIn(sdk, provider, client);
  const call = (name, args = {}) => client.callTool({ name, arguments: args });

  report('listed', {
    tools: (await allPages('tools', page => client.listTools(page))).map(tool => tool.name),
    prompts: (await allPages('prompts', page => client.listPrompts(page))).map(prompt => prompt.name),
    resources: (await allPages('resources', page => client.listResources(page))).map(resource => resource.uri),
    templates: (await allPages('resourceTemplates', page => client.listResourceTemplates(page)))
      .map(template => template.uriTemplate),
  });
  report('asked', {
    person: await call('second_ask_person', { question: 'tea' }),
    model: await call('everything_ask_model', { prompt: 'Who are you?' }),
  });

  const name = `walk-${randomUUID().slice(0, 8)}`;
  const written = await call('second_write_note', { name, text: 'Noted.' });
  const { uri } = written.content[0];
  report('written', {
    name,
    result: written,
    there: await call('second_attach_note', { name }),
    elsewhere: await call('everything_attach_note', { name }),
  });
  report('listChanged', { resources: await resources.first(uris => uris.includes(uri), 'a list with the note') });
  report('read', { result: await client.readResource({ uri }) });
  report('prompted', { result: await client.getPrompt({ name: 'second_summarize_note', arguments: { name } }) });
  report('completed', {
    prompt: await complete({ type: 'ref/prompt', name: 'second_summarize_note' }),
    template: await complete({ type: 'ref/resource', uri: 'everything+second://notes/{name}' }),
    elsewhere: await complete({ type: 'ref/prompt', name: 'everything_summarize_note' }),
  });

  await sdk.subscribe(client, uri);
  await call('second_write_note', { name, text: 'Noted again.' });
  report('updated', { uri: await updates.first(changed => changed === uri, 'an update of the note') });

  await call('second_delete_note', { name });
  await client.close();

  async function complete(ref) {
    const { completion } = await client.complete({ ref, argument: { name: 'name', value: name } });
    return completion.values;
  }
}

/** What came unasked, kept until somebody waits for it. */
class Heard {
  #items = [];
  #wake = () => {};

  add(item) {
    this.#items.push(item);
    this.#wake();
  }

  async first(isWanted, what) {
    const deadline = AbortSignal.timeout(patience);
    while (!this.#items.some(isWantedOrError)) {
      await new Promise((resolve, reject) => {
        this.#wake = resolve;
        deadline.onabort = () => reject(new Error(`waited in vain for ${what}; heard ${JSON.stringify(this.#items)}`));
      });
    }
    const item = this.#items.find(isWantedOrError);
    if (item instanceof Error) throw item;
    return item;

    function isWantedOrError(item) {
      return item instanceof Error || isWanted(item);
    }
  }
}
