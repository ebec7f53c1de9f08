import { IconAlertTriangle, IconPlus, IconX } from '@tabler/icons-react';
import { Tooltip } from '../../../ui';
import { Floating } from '../../../ui/pick';
import { dependsOnZone, type FilterField } from '../operands';
import { type Group, hasRoom, isGroup, joinerOf, type Node, nodesOf, turnJoiner } from '../tree';
import { isBroken, joinWord, sayNode, type Words } from '../words';
import classes from './filter.module.css';
import { FilterSurface } from './LazySurface';
import type { FilterEditing } from './useFilterEditing';

interface FilterChipsProps {
  root: Group;
  editing: FilterEditing;
  fields: readonly FilterField[];
  isLoading: boolean;
  zone: string | undefined;
  words: Words;
  onClear: () => void;
}

/** The filter as people say it: a chip for each condition or group, "and" or "or" between them. */
export function FilterChips(props: FilterChipsProps) {
  const { root, editing, fields, isLoading, zone, words } = props;
  const joiner = joinerOf(root);
  const nodes = nodesOf(root);
  const surface = (
    <FilterSurface editing={editing} fields={fields} isLoading={isLoading} zone={zone} words={words} />
  );
  return (
    <section className={classes.row} aria-label="Filter">
      {nodes.map((node, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chip is its place in the tree
        <span key={index} className={classes.piece}>
          {index > 0 ? (
            <Tooltip label={joiner === 'all' ? 'All must hold. Make it “or”' : 'Any may hold. Make it “and”'}>
              <button
                type="button"
                className={classes.joiner}
                aria-label={`Joined by “${joinWord(joiner)}”. Change`}
                onClick={() => editing.ask(turnJoiner(root, []))}
              >
                {joinWord(joiner)}
              </button>
            </Tooltip>
          ) : null}
          <Floating
            opened={editing.anchor === index}
            onClose={editing.close}
            title={isGroup(node) ? 'Group of conditions' : 'Condition'}
            target={
              <Chip
                node={node}
                words={words}
                isOpen={editing.anchor === index}
                onOpen={() => editing.show(index, isGroup(node) ? 'group' : 'condition', [index])}
                onRemove={() => editing.remove([index])}
              />
            }
          >
            {editing.anchor === index ? surface : null}
          </Floating>
        </span>
      ))}
      {hasRoom(root) ? (
        <Floating
          opened={editing.anchor === 'sign'}
          onClose={editing.close}
          title="Filter by"
          width={280}
          target={
            <button
              type="button"
              className={classes.plus}
              aria-label="Add a condition"
              aria-expanded={editing.anchor === 'sign'}
              onClick={() => editing.show('sign', 'pick', editing.next([]))}
            >
              <IconPlus size={14} stroke={1.9} aria-hidden />
            </button>
          }
        >
          {editing.anchor === 'sign' ? surface : null}
        </Floating>
      ) : null}
      <button type="button" className={classes.clear} onClick={props.onClear}>
        Clear
      </button>
      {zone && dependsOnZone(root, fields) ? (
        <span className={classes.zone}>Days as in {zone.replaceAll('_', ' ')}</span>
      ) : null}
    </section>
  );
}

interface ChipProps {
  node: Node;
  words: Words;
  isOpen: boolean;
  onOpen: () => void;
  onRemove: () => void;
  ref?: React.Ref<HTMLSpanElement>;
}

function Chip({ node, words, isOpen, onOpen, onRemove, ref, ...rest }: ChipProps) {
  const text = sayNode(node, words);
  const isGone = isBroken(node, words);
  return (
    <span
      {...rest}
      ref={ref}
      className={classes.chip}
      data-broken={isGone || undefined}
      data-group={isGroup(node) || undefined}
    >
      <button type="button" className={classes.chipText} aria-expanded={isOpen} onClick={onOpen} title={text}>
        {isGone ? <IconAlertTriangle size={13} stroke={1.8} aria-hidden /> : null}
        <span>{text}</span>
      </button>
      <button type="button" className={classes.chipRemove} aria-label={`Remove: ${text}`} onClick={onRemove}>
        <IconX size={12} stroke={2} aria-hidden />
      </button>
    </span>
  );
}
