import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Tag, type TagWithCount, useMe } from '../../../api';
import {
  Button,
  ConfirmDialog,
  ErrorState,
  Group,
  Modal,
  Tag as Pill,
  Select,
  Skeleton,
  Stack,
} from '../../../ui';
import { reachText, viewsText } from '../model';
import { tagUsesQuery, useDeleteTag, useMergeTag } from '../queries';
import classes from './tags.module.css';

/** Whom it reaches and which views, counted when it is asked; `then` says what becomes of those. */
function Reach({ tag, then }: { tag: Tag; then: string }) {
  const me = useMe().id;
  const uses = useQuery(tagUsesQuery(tag.id));
  if (uses.isError) return <ErrorState error={uses.error} onRetry={() => void uses.refetch()} />;
  if (!uses.data) return <Skeleton height={12} width={200} my={4} />;
  const views = viewsText(uses.data, me);
  return (
    <>
      <span className={classes.reach}>{reachText(uses.data.contacts_count, uses.data.archived_count)}</span>
      {views ? (
        <span className={classes.views}>
          {views} {then}
        </span>
      ) : null}
    </>
  );
}

export function DeleteDialog({ tag, onClose }: { tag: Tag; onClose: () => void }) {
  const remove = useDeleteTag();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      onConfirm={() => remove.mutate(tag, { onSettled: onClose })}
      title={`Delete the tag ${tag.name}?`}
      confirmLabel="Delete tag"
      loading={remove.isPending}
      danger
    >
      <Stack gap="xs">
        <Reach tag={tag} then="Filters there will say that it is gone, and match nobody by it." />
        <span>
          The tag is taken off all contacts, which stay. Undo brings it back to everybody who had it.
        </span>
      </Stack>
    </ConfirmDialog>
  );
}

/** Which tag stays: chosen here, or known already when a name was taken. */
export function MergeDialog({
  tag,
  into,
  tags,
  onClose,
}: {
  tag: Tag;
  into: Tag | null;
  tags: readonly TagWithCount[];
  onClose: () => void;
}) {
  const merge = useMergeTag();
  const [chosen, setChosen] = useState<string | null>(into ? String(into.id) : null);
  const target = tags.find((other) => String(other.id) === chosen) ?? (into && chosen ? into : null);
  return (
    <Modal
      opened
      onClose={onClose}
      size={420}
      centered
      title={into ? `There is a tag ${into.name} already` : `Merge ${tag.name} into another tag`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (target) merge.mutate({ tag, into: target }, { onSettled: onClose });
        }}
      >
        <Stack gap="md">
          {into ? null : (
            <Select
              label="The tag that stays"
              placeholder="Choose a tag"
              data={tags
                .filter((other) => other.id !== tag.id)
                .map((other) => ({ value: String(other.id), label: other.name }))}
              value={chosen}
              onChange={setChosen}
              searchable
              nothingFoundMessage="No tag is called that"
              data-autofocus
            />
          )}
          {target ? (
            <Stack gap="xs" aria-live="polite">
              <div className={classes.preview}>
                <Pill name={tag.name} color={tag.color} />
                <span aria-hidden="true">→</span>
                <span className={classes.hidden}>becomes</span>
                <Pill name={target.name} color={target.color} />
              </div>
              <Reach tag={tag} then={`Filters there will ask for ${target.name}.`} />
              <span>
                Contacts get {target.name} in its place, and {tag.name} is no more. No automation hears of a
                new tag. Undo gives everybody exactly the tags they had.
              </span>
            </Stack>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              data-autofocus={into ? true : undefined}
              disabled={!target}
              loading={merge.isPending}
            >
              Merge
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
