/** Unsaved input, kept in this tab until it is saved or thrown away, so that a reload or a new sign-in loses nothing. */
const PREFIX = 'kith-draft:';
const OWNER = 'kith-drafts-of';

export function readDraft<T>(key: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

export function writeDraft(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // A full or forbidden storage must not stop someone from typing.
  }
}

export function dropDraft(key: string): void {
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch {
    // As above.
  }
}

/** Says whose drafts this tab holds. What someone else typed here before is thrown away, never shown. */
export function claimDrafts(userId: number): void {
  try {
    const owner = sessionStorage.getItem(OWNER);
    if (owner !== null && owner !== String(userId)) {
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
      }
    }
    sessionStorage.setItem(OWNER, String(userId));
  } catch {
    // As above.
  }
}
