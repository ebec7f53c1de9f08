import { useState } from 'react';
import type { Template } from '../../api';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts';
import { type Channel, draftKey, isSame, NO_WORDS, type Words, wordsOf } from './model';

/** What is being written, kept in this tab over a reload until it is saved or thrown away. */
export function useWords(template: Template | null, channel: Channel) {
  const key = draftKey(template?.id ?? null, channel);
  const stored = template ? wordsOf(template) : NO_WORDS;
  const [draft, setDraft] = useState(() => readDraft<Words>(key));
  // Whoever has changed nothing sees what others save.
  const words = draft ?? stored;
  return {
    words,
    isChanged: draft !== null && !isSame(draft, stored),
    change: (changes: Partial<Words>) => {
      const next = { ...words, ...changes };
      if (isSame(next, stored)) {
        dropDraft(key);
        setDraft(null);
      } else {
        writeDraft(key, next);
        setDraft(next);
      }
    },
    /** Throws away what was not saved. */
    discard: () => {
      dropDraft(key);
      setDraft(null);
    },
  };
}
