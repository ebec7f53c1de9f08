import { IconTag, IconTagOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { type Tag, type TagWithCount, useCan } from '../../../api';
import { EmptyState, ErrorState, Panel, SettingsPage, Skeleton } from '../../../ui';
import { SearchField } from '../../../ui/records';
import { DeleteDialog, MergeDialog } from '../components/TagDialogs';
import { TagTableRow } from '../components/TagTableRow';
import classes from '../components/tags.module.css';
import { matching } from '../model';
import { allTagsQuery, useUpdateTag } from '../queries';

type Asked = { what: 'merge'; tag: Tag; into: Tag | null } | { what: 'delete'; tag: Tag } | null;

/** All tags: renamed and recoloured in place, merged, deleted. */
export function TagsPage() {
  const mayWrite = useCan()('tags:write');
  const [typed, setTyped] = useState('');
  const [editing, setEditing] = useState<number | null>(null);
  const [asked, setAsked] = useState<Asked>(null);
  const table = useRef<HTMLTableElement>(null);
  const tags = useQuery(allTagsQuery);
  const update = useUpdateTag((tag, other) => setAsked({ what: 'merge', tag, into: other }));
  const all = tags.data ?? [];
  const shown = matching(all, typed);
  return (
    <SettingsPage
      wide
      title="Tags"
      description="Words that sort your contacts. A tag is the same however it is spelt in capitals and spaces; a change here is a change everywhere."
    >
      <div className={classes.bar}>
        <SearchField
          label="Search tags"
          placeholder="Search tags"
          value={typed}
          onChange={setTyped}
          onLeave={() => table.current?.querySelector<HTMLElement>('tbody button')?.focus()}
        />
        {tags.data ? (
          <span className={classes.total} aria-live="polite">
            {typed.trim() ? `${shown.length} of ${all.length}` : all.length}{' '}
            {all.length === 1 ? 'tag' : 'tags'}
          </span>
        ) : null}
      </div>
      <Panel>
        {tags.isError && !tags.data ? (
          <ErrorState error={tags.error} onRetry={() => void tags.refetch()} />
        ) : null}
        {tags.data && all.length === 0 ? (
          <EmptyState icon={<IconTag size={20} stroke={1.7} />} title="No tags yet">
            A tag comes to be when it is put on a contact for the first time.
          </EmptyState>
        ) : null}
        {all.length > 0 && shown.length === 0 ? (
          <EmptyState icon={<IconTagOff size={20} stroke={1.7} />} title="No tag is called that">
            Search for another part of the name.
          </EmptyState>
        ) : null}
        {tags.isPending || shown.length > 0 ? (
          <table ref={table} className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className={classes.count}>
                  Contacts
                </th>
                <th scope="col" className={classes.made}>
                  Created
                </th>
                <th scope="col" className={classes.more}>
                  <span className={classes.hidden}>Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {tags.isPending ? <Waiting /> : null}
              {shown.map((tag) => (
                <TagTableRow
                  key={tag.id}
                  tag={tag}
                  mayWrite={mayWrite}
                  isEditing={editing === tag.id}
                  onEdit={(edits) => setEditing(edits ? tag.id : null)}
                  acts={{
                    onRename: (name) => update.mutate({ tag, name }),
                    onColour: (color) => update.mutate({ tag, color }),
                    onMerge: () => setAsked({ what: 'merge', tag, into: null }),
                    onDelete: () => setAsked({ what: 'delete', tag }),
                  }}
                />
              ))}
            </tbody>
          </table>
        ) : null}
      </Panel>
      <Dialogs asked={asked} tags={all} onClose={() => setAsked(null)} />
    </SettingsPage>
  );
}

function Dialogs({
  asked,
  tags,
  onClose,
}: {
  asked: Asked;
  tags: readonly TagWithCount[];
  onClose: () => void;
}) {
  if (asked?.what === 'delete') return <DeleteDialog tag={asked.tag} onClose={onClose} />;
  if (asked?.what === 'merge')
    return <MergeDialog tag={asked.tag} into={asked.into} tags={tags} onClose={onClose} />;
  return null;
}

function Waiting() {
  return ['a', 'b', 'c', 'd', 'e'].map((key) => (
    <tr key={key} className={classes.row}>
      <td colSpan={4}>
        <Skeleton height={12} width={180} my={4} />
      </td>
    </tr>
  ));
}
