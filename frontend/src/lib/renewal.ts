/**
 * Some changes (of the password, of the second factor) give this browser a new session cookie and end the old one.
 * What any tab asks meanwhile is refused with the old cookie, which is no sign-out: it only has to be asked again.
 */
const KEY = 'kith-cookie-change';
const LONGEST = 15_000;
const PAUSE = 50;

interface Mark {
  begun: number;
  done: number | null;
}

function readMark(): Mark | null {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null') as Mark | null;
  } catch {
    return null;
  }
}

function writeMark(mark: Mark): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(mark));
  } catch {
    // Without storage the worst is a sign-in form over the page.
  }
}

/** Runs a change that gives this browser a new cookie. */
export async function whileCookieChanges<T>(change: () => Promise<T>): Promise<T> {
  const begun = Date.now();
  writeMark({ begun, done: null });
  try {
    return await change();
  } finally {
    writeMark({ begun, done: Date.now() });
  }
}

/** Whether this browser may have been given a new cookie after `sent`; waits for a change that is under way. */
export async function cookieChangedSince(sent: number): Promise<boolean> {
  for (;;) {
    const mark = readMark();
    if (!mark) return false;
    if (mark.done !== null) return mark.done >= sent;
    if (Date.now() - mark.begun > LONGEST) return false;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
