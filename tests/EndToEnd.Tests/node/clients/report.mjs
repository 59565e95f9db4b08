import { createInterface } from 'node:readline';

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** One JSON object a line on standard output: the test on the other side asserts it. */
export function report(step, facts = {}) {
  process.stdout.write(`${JSON.stringify({ step, ...facts })}\n`);
}

/** The next line that the test writes to standard input. */
export async function ask(step, facts) {
  report(step, facts);
  const { value, done } = await answers.next();
  if (done) throw new Error(`no answer to ${step}`);
  return value;
}

/** Runs the walk; whatever it throws is reported with its causes, since a stack on standard error says less. */
export async function main(walk) {
  try {
    await walk(new URL(process.argv[2]), ...process.argv.slice(3));
    report('done');
    process.exit(0);
  } catch (error) {
    report('failed', { error: describe(error) });
    process.exit(1);
  }
}

function describe(error) {
  const own = error?.stack ?? String(error);
  return error?.cause ? `${own}\ncaused by ${describe(error.cause)}` : own;
}
