/** What the address says of the list: whose conversations, in which state, and what is looked for. */
export interface InboxSearch {
  show?: 'mine' | 'unassigned';
  state?: 'snoozed' | 'closed' | 'all';
  turn?: 'us' | 'them';
  channel?: 'sms' | 'email';
  unread?: true;
  q?: string;
}

/** The same as the server is asked, with what goes without saying. */
export interface ListFilter {
  show: 'mine' | 'unassigned' | 'all';
  state: 'open' | 'snoozed' | 'closed' | 'all';
  turn?: 'us' | 'them';
  channel?: 'sms' | 'email';
  unread?: true;
  q: string;
}

const QUERY_MOST = 200;

function one<T extends string>(value: unknown, known: readonly T[]): T | undefined {
  return known.find((each) => each === value);
}

export function readSearch(search: Record<string, unknown>): InboxSearch {
  const show = one(search.show, ['mine', 'unassigned']);
  const state = one(search.state, ['snoozed', 'closed', 'all']);
  const turn = one(search.turn, ['us', 'them']);
  const channel = one(search.channel, ['sms', 'email']);
  const q = typeof search.q === 'string' ? search.q.slice(0, QUERY_MOST) : String(search.q ?? '');
  return {
    ...(show ? { show } : {}),
    ...(state ? { state } : {}),
    ...(turn ? { turn } : {}),
    ...(channel ? { channel } : {}),
    ...(search.unread === true || search.unread === 'true' ? { unread: true } : {}),
    ...(q ? { q } : {}),
  };
}

export function filterOf({ show, state, q, ...rest }: InboxSearch): ListFilter {
  return { show: show ?? 'all', state: state ?? 'open', q: (q ?? '').trim(), ...rest };
}

/** Whether anything but whose conversations narrows the list. */
export function isNarrowed({ state, turn, channel, unread, q }: InboxSearch): boolean {
  return Boolean(state || turn || channel || unread || q);
}
