import type { FilterField } from '../operands';
import { DEEPEST, depthAt, type Group, isGroup, joinerOf, nodeAt, otherJoiner, wrapAt } from '../tree';
import { joinWord, type Words, wordsOf } from '../words';
import { ConditionEditor } from './ConditionEditor';
import { FieldPicker } from './FieldPicker';
import { GroupEditor } from './GroupEditor';
import type { FilterEditing } from './useFilterEditing';

interface FilterSurfaceProps {
  editing: FilterEditing;
  fields: readonly FilterField[];
  isLoading: boolean;
  zone: string | undefined;
  words: Words;
}

/** What the open surface shows: the fields to pick from, one condition, or a group of them. */
export function FilterSurface({ editing, fields, isLoading, zone, words }: FilterSurfaceProps) {
  const { screen, shown } = editing;
  if (!screen) return null;
  const { kind, path } = screen;
  const key = `${kind} ${path.join()}`;
  if (kind === 'pick')
    return (
      <FieldPicker
        key={key}
        fields={fields}
        isLoading={isLoading}
        onPick={editing.pick}
        onGroup={depthAt(path) <= DEEPEST ? () => editing.begin(path) : undefined}
      />
    );
  const node = nodeAt(shown, path);
  if (!node || !shown) return null;
  if (isGroup(node))
    return (
      <GroupEditor key={key} root={shown as Group} group={node} path={path} words={words} editing={editing} />
    );
  const parent = nodeAt(shown, path.slice(0, -1));
  const joiner = parent && isGroup(parent) ? joinerOf(parent) : 'all';
  const beside = () => {
    // The brackets go around what stands in the address; the new one beside it is a draft until it says enough.
    editing.ask(wrapAt(shown, path));
    editing.go('pick', [...path, 1]);
  };
  return (
    <ConditionEditor
      key={key}
      condition={node}
      field={fields.find((field) => field.key === node.field)}
      known={wordsOf(node, words).values}
      zone={zone}
      onChange={(condition) => editing.change(path, condition)}
      onRemove={() => editing.remove(path)}
      onDone={editing.depth > 1 ? editing.back : editing.close}
      onBack={editing.depth > 1 ? editing.back : undefined}
      onBeside={path.length < DEEPEST ? beside : undefined}
      besideLabel={`${joinWord(otherJoiner(joiner)) === 'or' ? 'Or' : 'And'}…`}
    />
  );
}
