import { federation } from './federation.mjs';
import { refresh } from './refresh.mjs';

/** What a client can be taken through, by the name that the test gives. */
export const walks = { refresh, federation };
