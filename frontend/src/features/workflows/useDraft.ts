import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError, type Workflow } from '../../api';
import { dropDraft, readDraft, writeDraft } from '../../lib/drafts';
import { keepWorkflow, saveWorkflow } from './mutations';
import type { Definition } from './tree';

const SAVED_AFTER = 500;
const AGAIN_AFTER = 4_000;
const STEPS_KEPT = 100;
// So close together, changes of one field are one step of undo.
const ONE_EDIT = 1_200;

export type Saving = 'saved' | 'saving' | 'failed' | 'conflict';

interface History {
  past: readonly Definition[];
  now: Definition;
  future: readonly Definition[];
}

interface Kept {
  version: number;
  definition: Definition;
}

const keyOf = (id: number) => `workflow:${id}`;
const definitionOf = (workflow: Workflow) => workflow.definition as unknown as Definition;
const same = (one: unknown, other: unknown) => written(one) === written(other);

/** As text that does not depend on the order of fields: stored JSON has its own. */
function written(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/**
 * A workflow that is being drawn: every change is saved by itself, can be taken back, and stands in this tab until the
 * server has it. Where somebody else has saved meanwhile, nothing is written over: the person says whose draft stays.
 */
export function useDraft(workflow: Workflow) {
  const client = useQueryClient();
  const { id } = workflow;
  const [kept] = useState(() => readDraft<Kept>(keyOf(id)));
  const isKept = kept !== null && kept.version === workflow.version;
  const [history, setHistory] = useState<History>(() => ({
    past: isKept ? [definitionOf(workflow)] : [],
    now: isKept ? kept.definition : definitionOf(workflow),
    future: [],
  }));
  const [saving, setSaving] = useState<Saving>('saved');
  const [error, setError] = useState('');
  const [theirs, setTheirs] = useState<Workflow | null>(null);
  const latest = useRef(history);
  const version = useRef(workflow.version);
  const sent = useRef<Definition>(definitionOf(workflow));
  const under = useRef<Promise<void> | null>(null);
  const timer = useRef(0);
  const lastEdit = useRef({ key: '', at: 0 });

  const save = useCallback((): Promise<void> => {
    clearTimeout(timer.current);
    if (under.current) return under.current.then(save);
    const definition = latest.current.now;
    if (same(definition, sent.current)) return Promise.resolve();
    setSaving('saving');
    const call = saveWorkflow(id, { version: version.current, definition }).then(
      async (saved) => {
        version.current = saved.version;
        sent.current = definition;
        if (same(latest.current.now, definition)) {
          dropDraft(keyOf(id));
          setSaving('saved');
        } else timer.current = window.setTimeout(() => void save(), SAVED_AFTER);
        await keepWorkflow(client, saved);
      },
      (refusal: Error) => {
        setError(refusal.message);
        if (refusal instanceof ApiError && refusal.code === 'changed_meanwhile') {
          const current = refusal.problem.current as Workflow;
          if (same(definitionOf(current), sent.current)) {
            // Only its name or its owner is another: the steps are still what was seen.
            version.current = current.version;
            timer.current = window.setTimeout(() => void save(), 0);
            return;
          }
          setTheirs(current);
          setSaving('conflict');
          return;
        }
        setSaving('failed');
        if (!(refusal instanceof ApiError) || refusal.status >= 500)
          timer.current = window.setTimeout(() => void save(), AGAIN_AFTER);
      },
    );
    under.current = call.finally(() => {
      under.current = null;
    });
    return under.current;
  }, [client, id]);

  const put = useCallback(
    (next: History) => {
      latest.current = next;
      setHistory(next);
      writeDraft(keyOf(id), { version: version.current, definition: next.now } satisfies Kept);
      clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void save(), SAVED_AFTER);
    },
    [id, save],
  );

  /** `key` names the field that is typed into: what is typed in one go is one step of undo. */
  const change = useCallback(
    (edit: (now: Definition) => Definition, key = '') => {
      const { past, now } = latest.current;
      const next = edit(now);
      if (same(next, now)) return;
      const isOne = key !== '' && key === lastEdit.current.key && Date.now() - lastEdit.current.at < ONE_EDIT;
      lastEdit.current = { key, at: Date.now() };
      put({ past: isOne ? past : [...past.slice(-STEPS_KEPT), now], now: next, future: [] });
    },
    [put],
  );
  const undo = useCallback(() => {
    const { past, now, future } = latest.current;
    const before = past.at(-1);
    if (before) put({ past: past.slice(0, -1), now: before, future: [now, ...future] });
  }, [put]);
  const redo = useCallback(() => {
    const { past, now, future } = latest.current;
    const [next, ...rest] = future;
    if (next) put({ past: [...past, now], now: next, future: rest });
  }, [put]);

  // What this tab kept from before goes to the server now; what is left open when the page goes, as it goes.
  useEffect(() => {
    void save();
    return () => void save();
  }, [save]);

  // Somebody else has saved, and nothing here is unsaved: follow.
  useEffect(() => {
    if (workflow.version <= version.current || under.current) return;
    if (!same(latest.current.now, sent.current)) return;
    version.current = workflow.version;
    if (same(definitionOf(workflow), sent.current)) return;
    sent.current = definitionOf(workflow);
    latest.current = { past: [], now: sent.current, future: [] };
    setHistory(latest.current);
  }, [workflow]);

  const takeTheirs = () => {
    if (!theirs) return;
    version.current = theirs.version;
    sent.current = definitionOf(theirs);
    dropDraft(keyOf(id));
    // One's own is a step back away.
    latest.current = {
      past: [...latest.current.past, latest.current.now],
      now: sent.current,
      future: [],
    };
    setHistory(latest.current);
    setTheirs(null);
    setSaving('saved');
    void keepWorkflow(client, theirs);
  };
  const keepMine = () => {
    if (!theirs) return;
    version.current = theirs.version;
    sent.current = definitionOf(theirs);
    setTheirs(null);
    void save();
  };
  return {
    definition: history.now,
    change,
    undo,
    redo,
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    saving,
    error,
    /** Another's save that stands against this one. */
    theirs,
    takeTheirs,
    keepMine,
    /** Once the server has all of it: the version that it has. */
    flush: async (): Promise<number> => {
      await save();
      return version.current;
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;
