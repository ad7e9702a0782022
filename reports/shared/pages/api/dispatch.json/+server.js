/**
 * What the frame of every page says of the dispatch. It is asked for while a page is rendered, and stands in no script:
 * the scripts are kept from month to month, and a reader of another month's would read this month's there.
 */
import { readFile } from 'node:fs/promises';

export const prerender = true;

export const GET = async () => new Response(await readFile('dispatch.json', 'utf8'), { headers: { 'content-type': 'application/json' } });
