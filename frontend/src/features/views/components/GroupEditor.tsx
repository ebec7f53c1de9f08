import { IconArrowLeft, IconPlus, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { typeHeldKeys } from '../../../lib/heldKeys';
import { ActionIcon, Button, SegmentedControl } from '../../../ui';
import {
  DEEPEST,
  depthAt,
  type Group,
  hasRoom,
  isGroup,
  joinerOf,
  nodesOf,
  type Path,
  turnJoiner,
} from '../tree';
import { isBroken, joinWord, sayNode, type Words } from '../words';
import classes from './filter.module.css';
import type { FilterEditing } from './useFilterEditing';

interface GroupEditorProps {
  root: Group;
  group: Group;
  path: Path;
  words: Words;
  editing: FilterEditing;
}

/** A group of conditions: how they are joined, each of them, and one more. Groups inside open in their turn. */
export function GroupEditor({ root, group, path, words, editing }: GroupEditorProps) {
  const joiner = joinerOf(group);
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const button = first.current?.querySelector<HTMLElement>('button') ?? null;
    button?.focus({ preventScroll: true });
    void typeHeldKeys(button);
  }, []);
  return (
    <div className={classes.editor}>
      <div className={classes.editorHead}>
        {editing.depth > 1 ? (
          <ActionIcon aria-label="Back" onClick={editing.back}>
            <IconArrowLeft size={15} stroke={1.8} />
          </ActionIcon>
        ) : null}
        <SegmentedControl
          size="xs"
          aria-label="How many of these must hold"
          data={[
            { value: 'any', label: 'Any of these' },
            { value: 'all', label: 'All of these' },
          ]}
          value={joiner}
          onChange={(next) => {
            if (next !== joiner) editing.ask(turnJoiner(root, path));
          }}
        />
      </div>
      <div className={classes.nodes} ref={first}>
        {nodesOf(group).map((node, index) => {
          const at = [...path, index];
          const text = sayNode(node, words);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place in the tree
            <div key={index} className={classes.node} data-broken={isBroken(node, words) || undefined}>
              <span className={classes.join} aria-hidden="true">
                {index === 0 ? '' : joinWord(joiner)}
              </span>
              <button
                type="button"
                className={classes.nodeText}
                onClick={() => editing.go(isGroup(node) ? 'group' : 'condition', at)}
              >
                {text}
              </button>
              <ActionIcon size="sm" aria-label={`Remove: ${text}`} onClick={() => editing.remove(at)}>
                <IconX size={13} stroke={1.8} />
              </ActionIcon>
            </div>
          );
        })}
      </div>
      <div className={classes.editorFoot}>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={13} stroke={2} />}
          disabled={!hasRoom(root)}
          onClick={() => editing.go('pick', editing.next(path))}
        >
          Condition
        </Button>
        {depthAt(path) < DEEPEST ? (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            leftSection={<IconPlus size={13} stroke={2} />}
            disabled={!hasRoom(root)}
            onClick={() => editing.go('pick', [...editing.next(path), 0])}
          >
            Group
          </Button>
        ) : null}
        <Button size="xs" variant="default" ml="auto" onClick={editing.close}>
          Done
        </Button>
      </div>
    </div>
  );
}
