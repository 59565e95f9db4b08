/** Every item of a list, page by page: `list` takes the parameters of one page. */
export async function allPages(member, list) {
  const items = [];
  let cursor;
  do {
    const page = await list(cursor ? { cursor } : {});
    items.push(...page[member]);
    cursor = page.nextCursor;
  } while (cursor);
  return items;
}
